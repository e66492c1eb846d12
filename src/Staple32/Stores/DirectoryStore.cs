namespace Staple32.Stores;

/// <summary>
/// A store that is kept in directories of certificate files, which an administrator may also fill: what
/// <see cref="StoreContents"/> recognises in any file counts. Changes are written at once, one file per element. Changes that
/// this process makes show at once in all its stores, those of others within a second.
/// </summary>
public sealed class DirectoryStore : ListStore
{
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often any store of this process has written.</summary>
    private static long s_writes;

    // Looking and changing take turns, so that a look never misses what is being written.
    private readonly Lock _turn = new();
    private readonly IReadOnlyList<StoreDirectory> _directories;
    private readonly TimeProvider _time;
    private readonly Action<string> _report;
    private readonly DirectoryFiles _files;
    private Dictionary<ReadOnlyMemory<byte>, KeptElement> _kept = new(EncodingComparer.Instance);
    private string? _failure;
    private bool _hasLooked;
    private long _lastLook;
    private long _writesSeen = -1;

    /// <param name="directories">What is in any of them is in the store; additions go to the first, which is made then.</param>
    /// <param name="access">Whose store it is.</param>
    /// <param name="isReadOnly">Whether changes are refused.</param>
    /// <param name="time">Only its monotonic clock is used.</param>
    /// <param name="report">Takes one line per file or directory that cannot be read.</param>
    public DirectoryStore(
        IReadOnlyList<StoreDirectory> directories, StoreAccess access, bool isReadOnly, TimeProvider time, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(report);
        _directories = directories;
        _time = time;
        _report = report;
        _files = new DirectoryFiles(report);
        IsReadOnly = isReadOnly;
        Access = isReadOnly ? access : access | StoreAccess.WritePersist;
    }

    /// <summary>How many files can be read.</summary>
    public int MaxFiles { init => _files.MaxFiles = value; }

    /// <summary>What writes.</summary>
    internal IFileWriter Writer { get; init; } = FileWriter.Instance;

    /// <inheritdoc/>
    public override bool IsReadOnly { get; }

    /// <inheritdoc/>
    public override StoreAccess Access { get; }

    /// <inheritdoc/>
    public override bool IsMirror => true;

    /// <summary>Makes every such store of the process look at its files before it answers next.</summary>
    public static void LookAgain() => Interlocked.Increment(ref s_writes);

    /// <inheritdoc/>
    public override bool TryResync()
    {
        lock (_turn)
        {
            _files.Forget();
            Look();
        }

        return true;
    }

    /// <summary>It does so all the time.</summary>
    public override bool TryResyncAlways() => true;

    /// <summary>Nothing is left to be written.</summary>
    public override bool TryCommit(bool evenUnchanged) => !IsReadOnly;

    /// <inheritdoc/>
    public override bool TryForgetChanges() => !IsReadOnly;

    /// <inheritdoc/>
    public override AddOutcome TryAdd<T>(T candidate, AddDisposition disposition, out T? stored)
        where T : class
    {
        lock (_turn)
        {
            BeforeRead();
            // A file is named by what it holds: the very same is not kept twice.
            if (disposition == AddDisposition.Always && _kept.ContainsKey(candidate.Encoded))
                disposition = AddDisposition.ReplaceExisting;
            return base.TryAdd(candidate, disposition, out stored);
        }
    }

    /// <inheritdoc/>
    public override bool Remove(StoredElement element)
    {
        lock (_turn)
            return base.Remove(element);
    }

    internal override void Keep(StoredElement? removed, StoredElement? added) =>
        Keep(removed, added, added is null ? null : KeptElement.LastingProperties(added));

    /// <summary>
    /// Writes a property of an element, if that is still here. What was set without being written stays so, as does what is set
    /// in a store that was opened for reading only.
    /// </summary>
    internal void KeepProperty(StoredElement element, uint id)
    {
        lock (_turn)
        {
            bool isHere = element is StoredCrl crl ? ListOf<StoredCrl>().Snapshot().Contains(crl) : ListOf<StoredCertificate>().Snapshot().Contains(element);
            if (!isHere || IsReadOnly)
                return;
            PropertyBag properties = _kept.TryGetValue(element.Encoded, out KeptElement? kept) ? PropertyBag.Copy(kept.Properties)! : new PropertyBag();
            properties.Set(id, KeptElement.LastingProperties(element).Get(id));
            Keep(element, element, properties);
        }
    }

    private void Keep(StoredElement? removed, StoredElement? added, PropertyBag? properties)
    {
        KeptElement? old = removed is null ? null : _kept.GetValueOrDefault(removed.Encoded);
        bool stays = removed is not null && added is not null && removed.Encoded.Span.SequenceEqual(added.Encoded.Span);
        if (stays && old is not null && old.Properties.HoldsSameAs(properties!))
            return;
        // A file of several, or one with a key, is somebody else's work.
        if (!stays && old is not null && old.Files.Exists(static file => !file.IsAlone))
            throw new UnauthorizedAccessException($"{_directories[0].Usual}: it stands in a file with others");
        var now = added is null ? null : new KeptElement(added, properties!);
        if (stays && old is not null)
            now!.Files.AddRange(old.Files.Where(static file => !file.IsAlone));
        FileChanges.Make(Writer, changes => KeptElement.Write(changes, _directories[0], old, now));
        if (removed is not null)
            _kept.Remove(removed.Encoded);
        if (now is not null)
            _kept[now.Encoded] = now;
        // The others must look; this one knows what it has done, unless somebody else has written meanwhile.
        long writes = Interlocked.Increment(ref s_writes);
        if (Volatile.Read(ref _writesSeen) == writes - 1)
            Volatile.Write(ref _writesSeen, writes);
    }

    private protected override void BeforeRead()
    {
        if (IsFresh)
            return;
        lock (_turn)
        {
            if (IsFresh)
                return;
            try
            {
                Look();
                _failure = null;
            }
            catch (Exception failure) when (FileStamps.IsFileFailure(failure))
            {
                // What is not to be trusted must not be trusted because a directory cannot be read for a moment: the store
                // stays as it was, and the next look tries again.
                if (failure.Message != _failure)
                    _report(LogText.Clean(failure.Message));
                _failure = failure.Message;
            }
        }
    }

    private bool IsFresh => Volatile.Read(ref _hasLooked)
        && Volatile.Read(ref _writesSeen) == Interlocked.Read(ref s_writes)
        && _time.GetElapsedTime(Volatile.Read(ref _lastLook)) < s_lookInterval;

    private void Look()
    {
        // What is written from here on is for the next look. Nobody may rely on this one before it is done.
        long writes = Interlocked.Read(ref s_writes);
        long began = _time.GetTimestamp();
        try
        {
            if (_files.Look(_directories))
                Take();
        }
        finally
        {
            Volatile.Write(ref _lastLook, began);
            Volatile.Write(ref _hasLooked, true);
            Volatile.Write(ref _writesSeen, writes);
        }
    }

    /// <summary>Makes the store hold what the files hold.</summary>
    private void Take()
    {
        var kept = new Dictionary<ReadOnlyMemory<byte>, KeptElement>(EncodingComparer.Instance);
        var certificates = new List<StoredCertificate>();
        var crls = new List<StoredCrl>();
        foreach ((string path, DirectoryFiles.ReadFile file) in _files.Known)
        {
            if (file.Contents is not { } contents)
                continue;
            bool isAlone = !contents.IsIncomplete && contents.Certificates.Count + contents.Crls.Count == 1;
            Gather(contents.Certificates, certificates, kept, new KeptFile(path, isAlone));
            Gather(contents.Crls, crls, kept, new KeptFile(path, isAlone));
        }

        ListOf<StoredCertificate>().Load(certificates, (existing, found) => Meet(existing, kept[found.Encoded]));
        ListOf<StoredCrl>().Load(crls, (existing, found) => Meet(existing, kept[found.Encoded]));
        _kept = kept;
    }

    /// <summary>Takes each encoding once, wherever it stands, with all its properties.</summary>
    private static void Gather<T>(
        IReadOnlyList<T> found, List<T> all, Dictionary<ReadOnlyMemory<byte>, KeptElement> kept, KeptFile file)
        where T : StoredElement
    {
        foreach (T element in found)
        {
            if (!kept.TryGetValue(element.Encoded, out KeptElement? known))
            {
                // What is read once may be loaded often, and an element is in one place in its life.
                var copy = (T)element.Copy();
                kept.Add(element.Encoded, known = new KeptElement(copy, KeptElement.LastingProperties(copy)));
                all.Add(copy);
            }
            else
            {
                PropertyBag more = KeptElement.LastingProperties(element);
                known.Properties.CopyFrom(more, replace: false);
                known.Element.Properties.CopyFrom(more, replace: false);
            }

            if (!known.Files.Contains(file))
                known.Files.Add(file);
        }
    }

    /// <summary>What was set here without being written stays, unless the files now say something else than they did.</summary>
    private void Meet(StoredElement existing, KeptElement now)
    {
        PropertyBag before = _kept.TryGetValue(existing.Encoded, out KeptElement? known) ? known.Properties : new PropertyBag();
        if (before.HoldsSameAs(now.Properties))
            return;
        foreach (uint id in before.Ids)
        {
            if (!now.Properties.Contains(id))
                existing.Properties.Set(id, null);
        }

        existing.Properties.CopyFrom(now.Properties, replace: true);
    }
}
