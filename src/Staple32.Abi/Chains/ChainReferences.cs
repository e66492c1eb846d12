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
    private readonly List<nint> _crls = [];
    private readonly List<nint> _chains = [];

    /// <summary>The certificate contexts, chain by chain, end certificate first.</summary>
    public IReadOnlyList<nint> Certificates => _certificates;

    /// <summary>The CRL contexts: of each element that was checked its base and its delta, 0 where there is none.</summary>
    public IReadOnlyList<nint> Crls => _crls;

    /// <summary>The lower quality contexts, best first.</summary>
    public IReadOnlyList<nint> LowerQuality => _chains;

    /// <summary>Takes over a reference.</summary>
    public void Add(CERT_CONTEXT* context) => _certificates.Add((nint)context);

    /// <summary>Takes over a reference; null holds the place of one that there is not.</summary>
    public void Add(CRL_CONTEXT* context) => _crls.Add((nint)context);

    /// <summary>Takes over a reference.</summary>
    public void Add(CERT_CHAIN_CONTEXT* context) => _chains.Add((nint)context);

    public void Release()
    {
        foreach (nint certificate in _certificates)
            CertificateContexts.Free((CERT_CONTEXT*)certificate);
        foreach (nint crl in _crls)
        {
            if (crl != 0)
                CrlContexts.Free((CRL_CONTEXT*)crl);
        }

        foreach (nint chain in _chains)
            ChainContexts.Free((CERT_CHAIN_CONTEXT*)chain);
    }
}
