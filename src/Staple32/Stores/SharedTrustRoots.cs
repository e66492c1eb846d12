using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>A source that is read once for all stores that use it, and again only when it has changed.</summary>
public sealed class SharedTrustRoots(ITrustRootSource source) : ITrustRootSource
{
    private readonly Lock _lock = new();
    private string? _stamp;
    private IReadOnlyList<Certificate> _certificates = [];

    /// <inheritdoc/>
    public string Stamp() => source.Stamp();

    /// <inheritdoc/>
    public IReadOnlyList<Certificate> Read(Action<string> report)
    {
        lock (_lock)
        {
            string stamp = source.Stamp();
            if (stamp != _stamp)
            {
                _certificates = source.Read(report);
                _stamp = stamp;
            }

            return _certificates;
        }
    }
}
