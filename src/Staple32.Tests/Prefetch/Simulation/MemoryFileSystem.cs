using Staple32.OcspDirectory;

namespace Staple32.Tests.Prefetch.Simulation;

/// <summary>Files in memory that keep simulated time and fail when told to.</summary>
internal sealed class MemoryFileSystem(SimulatedClock clock) : IFileSystem
{
    private readonly Dictionary<string, (byte[] Content, DateTimeOffset Modified)> _files = [];
    private readonly Dictionary<string, DateTimeOffset> _directories = [];
    private readonly List<(string Directory, Action<string?> Changed)> _watchers = [];

    /// <summary>Thrown by whatever writes.</summary>
    public Exception? WriteFailure { get; set; }

    /// <summary>Whether the system can tell of changes; if not, only polls find them.</summary>
    public bool CanWatch { get; set; } = true;

    public int Watchers => _watchers.Count;

    public int Reads { get; private set; }

    public int Lists { get; private set; }

    public IReadOnlyCollection<string> Names => [.. _files.Keys.Select(path => Path.GetFileName(path))];

    public void AddDirectory(string path) => _directories[path] = clock.Now;

    /// <summary>Puts a file there, as another process does.</summary>
    public void Put(string path, byte[] content)
    {
        _files[path] = (content, clock.Now);
        _directories[Path.GetDirectoryName(path)!] = clock.Now;
        Tell(path);
    }

    /// <summary>Changes a file in place, which does not change the directory.</summary>
    public void Overwrite(string path, byte[] content)
    {
        _files[path] = (content, clock.Now);
        Tell(path);
    }

    public byte[] ContentOf(string path) => _files[path].Content;

    public FileStamp? Stamp(string path) =>
        _files.TryGetValue(path, out var file) ? new FileStamp(file.Modified, file.Content.Length)
        : _directories.TryGetValue(path, out var modified) ? new FileStamp(modified, 0)
        : null;

    public IEnumerable<string> List(string directory)
    {
        Lists++;
        return _directories.ContainsKey(directory)
            ? [.. _files.Keys.Where(path => Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path))]
            : throw new DirectoryNotFoundException(directory);
    }

    public byte[]? Read(string path, int maxBytes)
    {
        Reads++;
        if (!_files.TryGetValue(path, out var file)) return null;
        return file.Content.Length <= maxBytes ? file.Content : throw new IOException("too long");
    }

    public void Create(string path, ReadOnlySpan<byte> content)
    {
        if (WriteFailure is not null) throw WriteFailure;
        if (!_directories.ContainsKey(Path.GetDirectoryName(path)!)) throw new DirectoryNotFoundException(path);
        if (!_files.TryAdd(path, (content.ToArray(), clock.Now))) throw new IOException("exists");
        _directories[Path.GetDirectoryName(path)!] = clock.Now;
        Tell(path);
    }

    public void Rename(string path, string newPath)
    {
        _files.Remove(path, out var file);
        _files[newPath] = file;
        _directories[Path.GetDirectoryName(newPath)!] = clock.Now;
        Tell(newPath);
    }

    public void Delete(string path) => _files.Remove(path);

    public void DeleteDirectory(string path)
    {
        _directories.Remove(path);
        foreach (var file in _files.Keys.Where(file => Path.GetDirectoryName(file) == path).ToArray()) _files.Remove(file);
    }

    public IDisposable? Watch(string directory, Action<string?> changed)
    {
        if (!CanWatch) return null;
        var watcher = (directory, changed);
        _watchers.Add(watcher);
        return new Ending(() => _watchers.Remove(watcher));
    }

    private void Tell(string path)
    {
        foreach (var (directory, changed) in _watchers.ToArray())
        {
            if (directory == Path.GetDirectoryName(path)) changed(Path.GetFileName(path));
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
