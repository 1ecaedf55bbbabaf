//! Roles, which no route makes yet: a write turn of the story does what such a route will do.

use chatspace::{
    cache::{GuildChange, Member, Role},
    db::{Conn, DbError},
    events::Audience,
    features::{members::events::MemberUpdate, read_states::actions as read_states},
    kernel::{GuildId, Permissions, RoleId, UserId},
    wire::member,
    writer::UnitOfWork,
};

use super::{Guild, Person, World};

impl World {
    /// A role above @everyone that gives nothing.
    pub async fn makes_role(&self, guild: &Guild, name: &str, mentionable: bool) -> String {
        let (guild, name): (GuildId, _) = (guild.id.parse().expect("an id"), name.to_owned());
        let job = self.running().state().writer.run_write(move |uow| {
            Box::pin(async move {
                let role = Role {
                    id: RoleId::new(uow.next_id()),
                    name,
                    color: 0,
                    hoist: false,
                    position: 1,
                    permissions: Permissions::empty(),
                    mentionable,
                    managed: false,
                    bot: None,
                };
                let sql = "INSERT INTO roles (id, guild_id, name, position, permissions, mentionable) VALUES ($1, $2, 'role', 1, 0, $3)";
                match uow.conn() {
                    Conn::Sqlite(conn) => {
                        sqlx::query(sql).bind(role.id).bind(guild).bind(mentionable).execute(&mut **conn).await.map(drop)
                    }
                    Conn::Postgres(conn) => {
                        sqlx::query(sql).bind(role.id).bind(guild).bind(mentionable).execute(&mut **conn).await.map(drop)
                    }
                }
                .expect("a role is stored");
                let id = role.id;
                uow.apply(GuildChange::RolePut(guild, role));
                Ok::<_, DbError>(id.to_string())
            })
        });
        job.await.expect("a role is made")
    }

    pub async fn gives_role(&self, guild: &Guild, person: &Person, role: &str) {
        let sql = "INSERT INTO member_roles (guild_id, user_id, role_id) VALUES ($1, $2, $3)";
        self.changes_roles(guild, person, role, sql, std::vec::Vec::push).await;
    }

    pub async fn takes_role(&self, guild: &Guild, person: &Person, role: &str) {
        let sql = "DELETE FROM member_roles WHERE guild_id = $1 AND user_id = $2 AND role_id = $3";
        self.changes_roles(guild, person, role, sql, |roles, role| roles.retain(|held| *held != role)).await;
    }

    async fn changes_roles(
        &self,
        guild: &Guild,
        person: &Person,
        role: &str,
        sql: &'static str,
        change: fn(&mut Vec<RoleId>, RoleId),
    ) {
        let (guild, role): (GuildId, RoleId) = (guild.id.parse().expect("an id"), role.parse().expect("an id"));
        let user: UserId = person.id.parse().expect("an id");
        let job = self.running().state().writer.run_write(move |uow: &mut UnitOfWork| {
            Box::pin(async move {
                let unread = read_states::states(uow, user).await?;
                match uow.conn() {
                    Conn::Sqlite(conn) => sqlx::query(sql).bind(guild).bind(user).bind(role).execute(&mut **conn).await.map(drop),
                    Conn::Postgres(conn) => {
                        sqlx::query(sql).bind(guild).bind(user).bind(role).execute(&mut **conn).await.map(drop)
                    }
                }
                .expect("a member's roles are stored");
                let (member, shown) = {
                    let model = uow.model();
                    let mut member = Member::clone(&model.guild(guild).expect("a guild").members[&user]);
                    change(&mut member.roles, role);
                    let shown = member::Member::new(&model, &member).expect("a member");
                    (member, shown)
                };
                uow.apply(GuildChange::MemberPut(guild, member));
                uow.publish(Audience::Guild(guild), &MemberUpdate::new(guild, shown));
                read_states::publish_difference(uow, user, unread).await
            })
        });
        job.await.expect("a member's roles are changed");
    }
}
