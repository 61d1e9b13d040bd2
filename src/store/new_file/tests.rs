//! Files that are renamed into place, and targets that are written to directly.

use super::*;

#[test]
fn until_it_is_whole_the_old_file_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    fs::write(&path, "old").unwrap();
    let mut file = NewFile::create(&path, Existing::Replace).unwrap();
    file.write(b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"old");
    file.sync().unwrap();
    file.place().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_new_one_never_takes_the_place_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    let mut file = NewFile::create(&path, Existing::Keep).unwrap();
    file.write(b"new").unwrap();
    fs::write(&path, "meanwhile").unwrap();
    assert_eq!(file.place().unwrap_err().kind, io::ErrorKind::AlreadyExists);
    assert_eq!(
        NewFile::create(&path, Existing::Keep).unwrap_err().kind,
        io::ErrorKind::AlreadyExists
    );
    assert_eq!(fs::read(&path).unwrap(), b"meanwhile");
    fs::remove_file(&path).unwrap();
    let mut file = NewFile::create(&path, Existing::Keep).unwrap();
    file.write(b"new").unwrap();
    file.place().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn one_that_is_given_up_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    fs::write(&path, "old").unwrap();
    let mut file = NewFile::create(&path, Existing::Replace).unwrap();
    file.write(&vec![0; 100_000]).unwrap();
    drop(file);
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_missing_folder_and_a_folder_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing/body");
    let error = NewFile::create(&missing, Existing::Replace).unwrap_err();
    assert_eq!(error.kind, io::ErrorKind::NotFound);
    assert_eq!(
        (error.operation, error.target),
        (Operation::WriteFile, missing.display().to_string())
    );
    let error = NewFile::create(folder.path(), Existing::Replace).unwrap_err();
    assert_eq!(error.kind, io::ErrorKind::IsADirectory);
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_permissions_are_kept() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("body"), folder.path().join("link"));
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let mut file = NewFile::create(&link, Existing::Replace).unwrap();
    file.write(b"new").unwrap();
    file.place().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let mut file = NewFile::create(Path::new("/dev/full"), Existing::Replace).unwrap();
    let error = file.write(&vec![0; 100_000]).unwrap_err();
    assert_eq!(error.kind, io::ErrorKind::StorageFull);
    assert_eq!((error.operation, error.target.as_str()), (Operation::WriteFile, "/dev/full"));
}
