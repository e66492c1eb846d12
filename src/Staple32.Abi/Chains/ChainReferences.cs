using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Chains;

/// <summary>
/// What one chain context keeps alive. Kept apart from the context itself, so that a host that writes into it cannot
/// make the library release somebody else's memory.
/// </summary>
internal sealed unsafe class ChainReferences
{
    private readonly List<nint> _certificates = [];
    private readonly List<nint> _chains = [];

    /// <summary>The certificate contexts, chain by chain, end certificate first.</summary>
    public IReadOnlyList<nint> Certificates => _certificates;

    /// <summary>The lower quality contexts, best first.</summary>
    public IReadOnlyList<nint> LowerQuality => _chains;

    /// <summary>Takes over a reference.</summary>
    public void Add(CERT_CONTEXT* context) => _certificates.Add((nint)context);

    /// <summary>Takes over a reference.</summary>
    public void Add(CERT_CHAIN_CONTEXT* context) => _chains.Add((nint)context);

    public void Release()
    {
        foreach (nint certificate in _certificates)
            CertificateContexts.Free((CERT_CONTEXT*)certificate);
        foreach (nint chain in _chains)
            ChainContexts.Free((CERT_CHAIN_CONTEXT*)chain);
    }
}
