namespace Staple32.Stores;

/// <summary>
/// The roots that the machine trusts (CERT_STORE_PROV_SYSTEM, "ROOT"): read at the first look, read again when their
/// source has changed. Nothing can be added or removed here; that is the administrator's business.
/// </summary>
public sealed class SystemRootStore : ListStore
{
    /// <summary>Changes are looked for at most this often: a look costs a few file system calls.</summary>
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _reading = new();
    private readonly ITrustRootSource _source;
    private readonly TimeProvider _time;
    private readonly Action<string> _report;
    private string? _stamp;
    private long _lastLook;

    /// <param name="source">Where the roots come from.</param>
    /// <param name="time">Only its monotonic clock is used.</param>
    /// <param name="report">Takes one line per entry that cannot be read, and per source that cannot.</param>
    public SystemRootStore(ITrustRootSource source, TimeProvider time, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(report);
        _source = source;
        _time = time;
        _report = report;
    }

    /// <inheritdoc/>
    public override bool IsReadOnly => true;

    /// <inheritdoc/>
    public override StoreAccess Access => StoreAccess.SystemStore | StoreAccess.LocalMachine;

    /// <inheritdoc/>
    public override bool IsMirror => true;

    /// <inheritdoc/>
    public override bool TryResync()
    {
        Look(TimeSpan.Zero);
        return true;
    }

    /// <summary>It does so all the time.</summary>
    public override bool TryResyncAlways() => true;

    private protected override void BeforeRead() => Look(s_lookInterval);

    private void Look(TimeSpan interval)
    {
        lock (_reading)
        {
            if (_stamp is not null && _time.GetElapsedTime(_lastLook) < interval)
                return;
            _lastLook = _time.GetTimestamp();
            // The stamp is taken first: a change while reading shows at the next look.
            string stamp = _source.Stamp();
            if (stamp == _stamp)
                return;
            Load(_source.Read(_report));
            _stamp = stamp;
        }
    }
}
