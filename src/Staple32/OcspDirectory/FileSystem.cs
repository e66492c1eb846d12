namespace Staple32.OcspDirectory;

/// <summary>The real files.</summary>
public sealed class FileSystem : IFileSystem
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static readonly FileSystem Instance = new();

    private FileSystem()
    {
    }

    public FileStamp? Stamp(string path) => Look(path) is { } info
        ? new FileStamp(new DateTimeOffset(info.LastWriteTimeUtc), info is FileInfo file ? file.Length : 0)
        : null;

    public IEnumerable<string> List(string directory)
    {
        foreach (var path in System.IO.Directory.EnumerateFiles(directory)) yield return Path.GetFileName(path);
    }

    public byte[]? Read(string path, int maxBytes)
    {
        // Looked at before it is opened: opening a pipe would wait for somebody to write into it. Such things are 0 long.
        if (Look(path) is not { } info) return null;
        if (info is not FileInfo { Length: > 0 and var length }) return info is FileInfo ? [] : throw new IOException("not a file");
        if (length > maxBytes) throw new IOException($"longer than {maxBytes} octets");
        try
        {
            // Whoever replaces the file must not be kept from it (this matters on Windows).
            using var handle = File.OpenHandle(info.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[length];
            var read = 0;
            while (read < content.Length && RandomAccess.Read(handle, content.AsSpan(read), read) is > 0 and var more) read += more;
            return read == content.Length ? content : content[..read];
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public void Create(string path, ReadOnlySpan<byte> content)
    {
        using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        // Whatever the host's umask: the servers that read it run as somebody else.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(handle, Mode);
        RandomAccess.Write(handle, content, 0);
        RandomAccess.FlushToDisk(handle);
    }

    public void Rename(string path, string newPath) => AtomicFile.Replace(path, newPath);

    public void Delete(string path) => File.Delete(path);

    public IDisposable? Watch(string directory, Action<string?> changed)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(directory)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Created += (_, change) => changed(change.Name);
            watcher.Changed += (_, change) => changed(change.Name);
            watcher.Renamed += (_, change) => changed(change.Name);
            watcher.Error += (_, _) => changed(null);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            // The system has only so many watches; the poll is enough.
            watcher?.Dispose();
            return null;
        }
    }

    private static FileSystemInfo? Look(string path)
    {
        FileSystemInfo info = new FileInfo(path);
        if ((int)info.Attributes == -1) return null;
        if (info.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            // Directories that are replaced as a whole are often made of links: what counts is what they lead to.
            if (info.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } target) return null;
            info = target;
        }

        return info.Attributes.HasFlag(FileAttributes.Directory) ? new DirectoryInfo(info.FullName) : new FileInfo(info.FullName);
    }
}
