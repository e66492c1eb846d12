namespace Staple32.OcspDirectory;

/// <summary>What tells one version of a file from the next without reading it.</summary>
/// <param name="Modified">Of a link, its target's.</param>
/// <param name="Length">In octets; 0 for anything that is not a plain file.</param>
public readonly record struct FileStamp(DateTimeOffset Modified, long Length);

/// <summary>The files of a directory. Files enter the core here and nowhere else.</summary>
/// <remarks>All methods throw IOException or UnauthorizedAccessException as System.IO does.</remarks>
public interface IFileSystem
{
    /// <summary>When a file was changed, or names came to or went from a directory; null if there is none.</summary>
    public FileStamp? Stamp(string path);

    /// <summary>The names in a directory, in any order.</summary>
    public IEnumerable<string> List(string directory);

    /// <summary>The contents of a plain file; null if there is none.</summary>
    /// <exception cref="IOException">It is longer than <paramref name="maxBytes"/>, or no plain file.</exception>
    public byte[]? Read(string path, int maxBytes);

    /// <summary>Creates a file that is not there yet, mode 0644, and has it on the disk when it returns.</summary>
    public void Create(string path, ReadOnlySpan<byte> content);

    /// <summary>Gives a file the name of another, which it replaces in one step.</summary>
    public void Rename(string path, string newPath);

    /// <summary>Deletes a file that may not be there.</summary>
    public void Delete(string path);

    /// <summary>
    /// Tells of changes in a directory as they happen, on any thread: the name that changed, or null if some were missed.
    /// Changes made by other machines may go unnoticed.
    /// </summary>
    /// <returns>Stops telling when disposed of; null if the system cannot tell.</returns>
    public IDisposable? Watch(string directory, Action<string?> changed);
}
