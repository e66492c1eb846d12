namespace Staple32.Retrieval;

/// <summary>An object as it came from its URL.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="Validators">For asking whether it has changed.</param>
/// <param name="FetchedAt">When it came, or was last said to be unchanged; wall clock.</param>
/// <param name="Timestamp">The same on the monotonic clock.</param>
internal sealed record RememberedObject(ReadOnlyMemory<byte> Bytes, CacheValidators Validators, DateTimeOffset FetchedAt, long Timestamp);

/// <summary>A URL that has just failed.</summary>
/// <param name="Failure">How.</param>
/// <param name="Detail">One line for logs.</param>
/// <param name="Timeout">The time that it was given.</param>
/// <param name="MaxBytes">The size that it was allowed.</param>
/// <param name="Until">When it may be asked again; monotonic clock.</param>
internal sealed record RememberedFailure(TransportFailure Failure, string Detail, TimeSpan Timeout, int MaxBytes, long Until);

/// <summary>
/// What a process remembers of the URLs of certificates and CRLs. Bounded in number and in bytes; what was not used for
/// the longest time goes first. Not safe for threads: its owner locks.
/// </summary>
/// <param name="capacity">The most URLs.</param>
/// <param name="maxBytes">The most bytes in all bodies. One that is longer than half of it is not kept.</param>
internal sealed class ObjectMemory(int capacity, long maxBytes)
{
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();

    /// <summary>The bytes in all bodies.</summary>
    public long Bytes { get; private set; }

    public int Count => _entries.Count;

    public RememberedObject? Object(string url) => Touch(url)?.Object;

    public RememberedFailure? Failure(string url) => Touch(url)?.Failure;

    /// <summary>Keeps an object in the place of the one before it; the URL works again.</summary>
    public void Keep(string url, RememberedObject found)
    {
        Entry entry = Open(url);
        Bytes -= entry.Object?.Bytes.Length ?? 0;
        entry.Object = found.Bytes.Length > maxBytes / 2 ? null : found;
        Bytes += entry.Object?.Bytes.Length ?? 0;
        entry.Failure = null;
        Trim();
    }

    /// <summary>Notes a failure. The object that the URL has brought before is kept.</summary>
    public void Keep(string url, RememberedFailure failure)
    {
        Open(url).Failure = failure;
        Trim();
    }

    private Entry Open(string url)
    {
        if (Touch(url) is { } known)
            return known;
        var made = new Entry(url);
        _entries.Add(url, _byUse.AddFirst(made));
        return made;
    }

    private Entry? Touch(string url)
    {
        if (!_entries.TryGetValue(url, out LinkedListNode<Entry>? node))
            return null;
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value;
    }

    private void Trim()
    {
        while (_entries.Count > capacity || Bytes > maxBytes)
        {
            Entry oldest = _byUse.Last!.Value;
            _byUse.RemoveLast();
            _entries.Remove(oldest.Url);
            Bytes -= oldest.Object?.Bytes.Length ?? 0;
        }
    }

    private sealed class Entry(string url)
    {
        public string Url { get; } = url;

        public RememberedObject? Object { get; set; }

        public RememberedFailure? Failure { get; set; }
    }
}
