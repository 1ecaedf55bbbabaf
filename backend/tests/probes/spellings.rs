//! Other spellings of a request. Routers, caches and access lists have read them differently from each other; here one thing reads them.

/// The request with its path spelled otherwise, its query left alone.
pub fn of(what: &str) -> Vec<String> {
    let (verb, target) = what.split_once(' ').expect("a verb and what it is for");
    let (path, query) = target.split_once('?').map_or((target, String::new()), |(path, query)| (path, format!("?{query}")));
    let last = path.rfind('/').expect("a path has a slash");
    let spelled = [
        encoded(path, |at| path[..at].ends_with('/')),
        encoded(path, |_| true),
        encoded(path, |at| at % 2 == 0).to_lowercase(),
        format!("/{path}"),
        path.replace('/', "//"),
        path.to_uppercase(),
        format!("{path}/"),
        format!("{path}."),
        format!("{path}%20"),
        format!("{path};v=1"),
        format!("{}%2F{}", &path[..last], &path[last + 1..]),
    ];
    spelled.into_iter().filter(|other| other != path).map(|other| format!("{verb} {other}{query}")).collect()
}

/// With letters and digits in their percent encoding, where `is_meant`.
fn encoded(path: &str, is_meant: impl Fn(usize) -> bool) -> String {
    let spell = |(at, letter): (usize, char)| {
        if letter.is_ascii_alphanumeric() && is_meant(at) { format!("%{:02X}", u32::from(letter)) } else { letter.to_string() }
    };
    path.char_indices().map(spell).collect()
}

#[test]
fn a_path_is_spelled_in_many_ways() {
    let spelled = of("POST /guilds/7?a=b");
    for expected in ["POST /%67uilds/%37?a=b", "POST //guilds/7?a=b", "POST /GUILDS/7?a=b", "POST /guilds/7/?a=b"] {
        assert!(spelled.iter().any(|found| found == expected), "{expected} in {spelled:?}");
    }
}
