using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>Where trusted roots come from.</summary>
public interface ITrustRootSource
{
    /// <summary>A text that is another one whenever the roots may have changed. Cheap; never throws.</summary>
    public string Stamp();

    /// <summary>Reads the roots. Never throws: what cannot be read is reported, one line each, and left out.</summary>
    public IReadOnlyList<Certificate> Read(Action<string> report);
}
