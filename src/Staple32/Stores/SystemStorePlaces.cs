namespace Staple32.Stores;

/// <summary>
/// The system stores where there is no registry: one directory per store, below one place of the user's and one of the
/// machine's.
/// </summary>
/// <param name="UsersPlace">The user's; null if there is none.</param>
/// <param name="MachinesPlace">The machine's.</param>
public sealed record SystemStorePlaces(string? UsersPlace, string MachinesPlace)
{
    private const int MaxNameLength = 64;
    private const string UsersVariable = "STAPLE32_USER_STORES_DIR";
    private const string MachinesVariable = "STAPLE32_MACHINE_STORES_DIR";
    private const string MachinesDefault = "/etc/staple32/stores";

    /// <summary>The user's own certificates: the one store in which users do not see what the machine's has.</summary>
    private const string Personal = "MY";

    // These are there on every system, with nothing in them at first.
    private static readonly string[] s_predefined =
        [Personal, "CA", "ROOT", "Trust", "Disallowed", "TrustedPeople", "TrustedPublisher", "AddressBook"];

    /// <summary>
    /// The places as the environment names them, else below the user's data directory (XDG Base Directory Specification) and
    /// below /etc.
    /// </summary>
    /// <param name="environment">Looks up STAPLE32_USER_STORES_DIR, STAPLE32_MACHINE_STORES_DIR, XDG_DATA_HOME and HOME.</param>
    public static SystemStorePlaces FromEnvironment(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string? users = environment(UsersVariable) ?? Below(environment("XDG_DATA_HOME"), "") ?? Below(environment("HOME"), ".local/share");
        return new SystemStorePlaces(users, environment(MachinesVariable) ?? MachinesDefault);
    }

    /// <summary>Whether a store may have this name: letters, digits, '-', '_', '.' and spaces, not a dot first.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxNameLength && name[0] != '.'
            && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ' ');
    }

    /// <summary>The directories of a store, the user's before the machine's.</summary>
    /// <param name="name">The name; case does not matter.</param>
    /// <param name="isUsers">Whether it is the user's, which shows the machine's too (except MY), or the machine's alone.</param>
    public IReadOnlyList<StoreDirectory> DirectoriesOf(string name, bool isUsers)
    {
        var directories = new List<StoreDirectory>();
        if (isUsers && OwnDirectory(name, isUsers) is { } users)
            directories.Add(users);
        if (!isUsers || Spelled(name) != Personal)
            directories.Add(OwnDirectory(name, isUsers: false)!);
        return directories;
    }

    /// <summary>Whether a store is there: a predefined one always is.</summary>
    public bool Exists(string name, bool isUsers) =>
        s_predefined.Contains(name, StringComparer.OrdinalIgnoreCase)
        || DirectoriesOf(name, isUsers).Any(static directory => directory.Find() is not null);

    /// <summary>
    /// Opens a store. The machine's is its directory. The user's shows both, and adds to the user's; of the machine's it only
    /// reads.
    /// </summary>
    /// <param name="name">The name; case does not matter.</param>
    /// <param name="isUsers">Whether it is the user's or the machine's.</param>
    /// <param name="isReadOnly">Whether changes are refused.</param>
    /// <param name="time">Only its monotonic clock is used.</param>
    /// <param name="report">Takes one line per file that cannot be read.</param>
    public CertificateStore Open(string name, bool isUsers, bool isReadOnly, TimeProvider time, Action<string> report)
    {
        IReadOnlyList<StoreDirectory> directories = DirectoriesOf(name, isUsers);
        if (!isUsers)
            return new DirectoryStore(directories, StoreAccess.SystemStore | StoreAccess.LocalMachine, isReadOnly, time, report);
        bool isWritable = !isReadOnly && UsersPlace is not null;
        var whole = new CollectionStore(isReadOnly, StoreAccess.SystemStore | (isWritable ? StoreAccess.WritePersist : StoreAccess.None));
        if (UsersPlace is not null)
            whole.TryJoin(new DirectoryStore([directories[0]], StoreAccess.SystemStore, isReadOnly, time, report), takesAdditions: true);
        foreach (StoreDirectory machines in directories.Skip(UsersPlace is null ? 0 : 1))
            whole.TryJoin(new DirectoryStore([machines], StoreAccess.SystemStore | StoreAccess.LocalMachine, isReadOnly: true, time, report));
        return whole;
    }

    /// <summary>Makes the directory of a store.</summary>
    /// <exception cref="WriteFailedException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no place for it.</exception>
    public void Create(string name, bool isUsers)
    {
        StoreDirectory directory = OwnDirectoryOrThrow(name, isUsers);
        WriteFailedException.Watch(() => directory.Make());
    }

    /// <summary>Deletes a store: the files of which all is in the store, and the directory if nothing else is in it.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="WriteFailedException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Other files are in it (which stay).</exception>
    public void Delete(string name, bool isUsers)
    {
        StoreDirectory directory = OwnDirectoryOrThrow(name, isUsers);
        string path = directory.Find() ?? throw new FileNotFoundException(directory.Usual);
        var files = new DirectoryFiles(static _ => { });
        files.Look([directory]);
        FileChanges.Make(FileWriter.Instance, changes =>
        {
            foreach ((string file, DirectoryFiles.ReadFile read) in files.Known)
            {
                if (read.Contents is { IsIncomplete: false })
                    changes.Remove(file);
            }
        });
        DirectoryStore.LookAgain();
        if (Directory.EnumerateFileSystemEntries(path).Any())
            throw new UnauthorizedAccessException($"{path}: there are other files");
        WriteFailedException.Watch(() => Directory.Delete(path));
    }

    private static string? Below(string? directory, string path) =>
        // What is not absolute counts as unset, as the specification has it.
        Path.IsPathFullyQualified(directory ?? "") ? Path.Combine(directory!, path, "staple32", "stores") : null;

    private static string Spelled(string name) =>
        Array.Find(s_predefined, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;

    private StoreDirectory? OwnDirectory(string name, bool isUsers) =>
        (isUsers ? UsersPlace : MachinesPlace) is { } place ? new StoreDirectory(Path.GetFullPath(place), Spelled(name)) : null;

    private StoreDirectory OwnDirectoryOrThrow(string name, bool isUsers) =>
        OwnDirectory(name, isUsers) ?? throw new UnauthorizedAccessException("no place for stores of the user's");
}
