namespace Staple32.OcspDirectory;

/// <summary>
/// Notices changed files: the system tells of most changes at once, and a poll of the directory, not of each file, finds
/// what it missed or, on a shared file system, never sees.
/// </summary>
internal sealed class DirectoryWatch(string path, IFileSystem files, TimeProvider time, Action<object> changed) : IDisposable
{
    /// <summary>Every so many polls all files are looked at, whatever the directory's own time says.</summary>
    public const int PollsPerScan = 15;

    /// <summary>
    /// A file changed this recently may change once more without its time showing it: some file systems count in seconds.
    /// </summary>
    private static readonly TimeSpan s_granularity = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, object[]> _owners = new(StringComparer.OrdinalIgnoreCase);
    // As it was just before the file was last read.
    private readonly Dictionary<string, FileStamp> _stamps = new(StringComparer.Ordinal);
    // Names in other than the canonical case, by the canonical one.
    private readonly Dictionary<string, string> _otherNames = new(StringComparer.OrdinalIgnoreCase);
    private IDisposable? _watcher;
    private FileStamp? _directoryStamp;
    private bool _isListed;
    private bool _isDisposed;
    private volatile bool _hasMissed;
    private int _polling;
    private int _polls;

    /// <summary>How many names are watched.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _owners.Count;
        }
    }

    public void Add(string name, object owner)
    {
        bool isFirst;
        lock (_gate)
        {
            _owners[name] = _owners.TryGetValue(name, out var owners) ? [.. owners, owner] : [owner];
            isFirst = _owners.Count == 1 && _watcher is null;
        }

        if (isFirst) StartWatcher();
    }

    public void Remove(string name, object owner)
    {
        lock (_gate)
        {
            if (!_owners.TryGetValue(name, out var owners)) return;
            owners = Array.FindAll(owners, other => !ReferenceEquals(other, owner));
            if (owners.Length > 0)
            {
                _owners[name] = owners;
                return;
            }

            _owners.Remove(name);
            _stamps.Remove(name);
        }
    }

    /// <summary>The names that a file may have, the canonical one first.</summary>
    public IEnumerable<string> NamesFor(string name)
    {
        yield return name;
        if (!_isListed) List();
        string? other;
        lock (_gate) _otherNames.TryGetValue(name, out other);
        var lower = name.ToLowerInvariant();
        if (other is not null) yield return other;
        if (other != lower) yield return lower;
    }

    /// <summary>Remembers what a file looks like that is about to be read: what changes after this is a change.</summary>
    public void AboutToRead(string name)
    {
        lock (_gate)
        {
            if (!_owners.ContainsKey(name)) return;
        }

        var stamp = files.Stamp(System.IO.Path.Combine(path, name));
        lock (_gate)
        {
            if (stamp is { } known && (time.GetUtcNow() - known.Modified).Duration() > s_granularity) _stamps[name] = known;
            else _stamps.Remove(name);
        }
    }

    public void Poll()
    {
        if (Interlocked.Exchange(ref _polling, 1) != 0) return;
        try
        {
            PollOnce();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone or unreadable for now. What is held stays; the next poll looks again.
            _hasMissed = true;
        }
        finally
        {
            Volatile.Write(ref _polling, 0);
        }
    }

    public void Dispose()
    {
        IDisposable? watcher;
        lock (_gate)
        {
            _isDisposed = true;
            _owners.Clear();
            watcher = _watcher;
            _watcher = null;
        }

        watcher?.Dispose();
    }

    private void PollOnce()
    {
        if (files.Stamp(path) is not { } stamp)
        {
            // A watch does not outlive its directory.
            StopWatcher();
            _directoryStamp = null;
            return;
        }

        if (_watcher is null) StartWatcher();
        var scan = _watcher is null || _hasMissed || stamp != _directoryStamp || ++_polls % PollsPerScan == 0;
        _hasMissed = false;
        _directoryStamp = (time.GetUtcNow() - stamp.Modified).Duration() > s_granularity ? stamp : null;
        if (scan) Scan();
    }

    private void Scan()
    {
        foreach (var name in files.List(path))
        {
            if (!ResponseFileName.IsResponse(name)) continue;
            lock (_gate)
            {
                Learn(name);
                if (!_owners.ContainsKey(name)) continue;
            }

            var stamp = files.Stamp(System.IO.Path.Combine(path, name));
            bool isKnown;
            lock (_gate) isKnown = _stamps.TryGetValue(name, out var known) && known == stamp;
            if (!isKnown) Tell(name);
        }
    }

    private void Tell(string name)
    {
        object[]? owners;
        lock (_gate) _owners.TryGetValue(name, out owners);
        foreach (var owner in owners ?? []) changed(owner);
    }

    private void List()
    {
        _isListed = true;
        try
        {
            foreach (var name in files.List(path))
            {
                if (!ResponseFileName.IsResponse(name)) continue;
                lock (_gate) Learn(name);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One may be allowed to open files without being allowed to list them.
        }
    }

    private void Learn(string name)
    {
        if (name.AsSpan().ContainsAnyInRange('a', 'f') || !name.EndsWith(ResponseFileName.Extension, StringComparison.Ordinal))
            _otherNames[name] = name;
    }

    private void StartWatcher()
    {
        var watcher = files.Watch(path, OnChange);
        lock (_gate)
        {
            if (!_isDisposed && _watcher is null)
            {
                _watcher = watcher;
                return;
            }
        }

        watcher?.Dispose();
    }

    private void StopWatcher()
    {
        IDisposable? watcher;
        lock (_gate)
        {
            watcher = _watcher;
            _watcher = null;
        }

        watcher?.Dispose();
    }

    private void OnChange(string? name)
    {
        if (name is null)
        {
            _hasMissed = true;
            return;
        }

        if (!ResponseFileName.IsResponse(name)) return;
        lock (_gate) Learn(name);
        Tell(name);
    }
}
