//! What the help teaches is right.

use crate::respond::RuleSet;
use crate::words::cli::help;

#[test]
fn the_file_of_rules_in_the_help_is_one() {
    let file = help::tcp_server().lines().skip_while(|line| !line.starts_with("  framing"));
    let file: Vec<&str> = file.take_while(|line| line.starts_with("  ")).collect();
    let rules = RuleSet::from_toml(&file.join("\n")).unwrap();
    assert_eq!((rules.rules.len(), rules.problems()), (2, Vec::new()));
}

#[test]
fn each_line_about_rules_in_the_help_can_stand_in_a_file() {
    let keys = ["  framing = ", "  when = ", "  then = "];
    let is_one = |line: &&str| keys.iter().any(|key| line.starts_with(key));
    let mut lines = 0;
    for line in help::tcp_server().lines().filter(is_one) {
        let head = if line.starts_with("  framing") { "" } else { "[[rule]]\n" };
        let rules = RuleSet::from_toml(&format!("{head}{line}")).unwrap();
        assert_eq!(rules.problems(), [], "{line}");
        lines += 1;
    }
    assert_eq!(lines, 21);
}
