namespace Staple32.Stores;

/// <summary>The directory in which a store is kept: the one of its name below a place, whatever the case it is written in.</summary>
/// <param name="place">The directory above.</param>
/// <param name="name">The store's name, as it is usually written.</param>
public sealed class StoreDirectory(string place, string name)
{
    /// <summary>Where it is if it is written as usual, and where it is made.</summary>
    public string Usual { get; } = Path.Combine(place, name);

    /// <summary>Where it is; null if it is not there.</summary>
    /// <exception cref="IOException">The directory above cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory above may not be read.</exception>
    public string? Find()
    {
        if (Directory.Exists(Usual))
            return Usual;
        // Asked first: most machines have no such place, and an exception costs more than all the rest.
        if (!Directory.Exists(place))
            return null;
        string? found = null;
        foreach (string path in Directory.EnumerateDirectories(place))
        {
            if (Path.GetFileName(path).Equals(name, StringComparison.OrdinalIgnoreCase) && (found is null || string.CompareOrdinal(path, found) < 0))
                found = path;
        }

        return found;
    }

    /// <summary>Makes it if it is not there. Nobody but the owner may write into it.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public string Make()
    {
        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        if (Find() is { } found)
            return found;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Usual);
        else
            Directory.CreateDirectory(Usual, Shared);
        return Usual;
    }
}
