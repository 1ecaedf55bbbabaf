//! What the matrix asks of things that do not exist yet, so that the printed figure is honest. Who makes such a thing moves its
//! numbers into a table.

pub const ABSENT: &[(u8, &str)] = &[
    (7, "nobody can be banned"),
    (15, "nobody can be banned"),
    (19, "nobody can be banned"),
    (33, "no route makes or changes roles"),
    (34, "no route makes or changes roles"),
    (35, "no route makes or changes roles"),
    (36, "no route makes or changes roles"),
    (44, "nobody can be banned"),
    (48, "nobody can be banned"),
    (49, "messages have no attachments"),
    (50, "messages have no attachments"),
    (51, "messages have no attachments"),
    (52, "messages have no attachments"),
    (71, "there are no emoji and no audit log"),
    (72, "there are no emoji and no audit log"),
];
