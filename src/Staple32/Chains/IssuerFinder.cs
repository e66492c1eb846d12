using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>A certificate that may have issued another one.</summary>
/// <param name="Stored">The possible issuer; most are looked at no closer than their key.</param>
/// <param name="Match">One of the three Has…MatchIssuer bits.</param>
/// <param name="IsPreferred">Whether it matches as closely as the subject's authority key identifier makes possible.</param>
internal readonly record struct IssuerCandidate(StoredCertificate Stored, TrustInfo Match, bool IsPreferred);

/// <summary>
/// Finds possible issuers by name in the roots, the engine's stores, the request's store, the end certificate's own store
/// and among fetched certificates, and puts the most promising first.
/// </summary>
internal sealed class IssuerFinder
{
    private readonly ChainEngineSettings _settings;
    private readonly ChainRequest _request;
    private readonly List<CertificateStore> _stores;
    private readonly int _engineStores;
    private readonly Dictionary<PathCertificate, List<IssuerCandidate>> _found = [];
    private readonly Dictionary<StoredCertificate, PathCertificate> _read = [];

    /// <param name="settings">The engine's stores.</param>
    /// <param name="request">The request's store and that of the end certificate.</param>
    /// <param name="fetched">What was fetched for the request; null for nothing.</param>
    public IssuerFinder(ChainEngineSettings settings, ChainRequest request, CertificateStore? fetched)
    {
        _settings = settings;
        _request = request;
        _stores = [settings.Roots, .. settings.OtherStores];
        _engineStores = _stores.Count;
        if (request.AdditionalStore is { } additional)
            _stores.Add(additional);
        bool isRestricted = (request.Options & ChainOptions.OnlyAdditionalAndPublicRoots) != 0;
        if (request.End.Store is { } own && !isRestricted && !_stores.Contains(own))
            _stores.Add(own);
        if (fetched is not null)
            _stores.Add(fetched);
    }

    /// <summary>True if a certificate had more possible issuers than the limits allow to consider.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>The certificate as path building needs it, read once per search.</summary>
    public PathCertificate Read(StoredCertificate stored)
    {
        if (!_read.TryGetValue(stored, out PathCertificate? certificate))
        {
            certificate = new PathCertificate(stored, _settings.Rules);
            _read.Add(stored, certificate);
        }

        return certificate;
    }

    /// <summary>The possible issuers of a certificate, best first, no certificate twice, at most as many as the limits say.</summary>
    public IReadOnlyList<IssuerCandidate> Find(PathCertificate subject)
    {
        if (!_found.TryGetValue(subject, out List<IssuerCandidate>? candidates))
        {
            candidates = Search(subject);
            _found.Add(subject, candidates);
        }

        return candidates;
    }

    // Roots come first whatever their match: a chain that can end in one is done. Then the closest match; among equals
    // what the engine's owner provided before what came with the certificate, valid before expired, new before old.
    private List<IssuerCandidate> Search(PathCertificate subject)
    {
        if (DistinguishedName.IsEmpty(subject.Certificate.Issuer.Span))
            return [];
        var match = new IssuerMatch(subject);
        var ranked = new List<(long Rank, StoredCertificate Certificate, TrustInfo Match)>();
        for (int i = 0; i < _stores.Count; i++)
        {
            IReadOnlyList<StoredCertificate> named = _stores[i].FindBySubject(subject.Certificate.Issuer.Span);
            for (int j = 0; j < named.Count; j++)
            {
                TrustInfo kind = match.KindOf(named[j].Certificate);
                ranked.Add((RankOf(named[j].Certificate, kind, i), named[j], kind));
            }
        }

        ranked.Sort(static (a, b) => a.Rank.CompareTo(b.Rank));
        var candidates = new List<IssuerCandidate>();
        var seen = new HashSet<Certificate>(EncodingComparer.Instance);
        foreach ((_, StoredCertificate stored, TrustInfo kind) in ranked)
        {
            if (!seen.Add(stored.Certificate))
                continue;
            if (candidates.Count >= _request.Limits.Candidates)
            {
                IsCutShort = true;
                break;
            }

            candidates.Add(new IssuerCandidate(stored, kind, match.IsPreferred(kind)));
        }

        return candidates;
    }

    // One number that sorts ascending: 2 bits of origin or match each, one of validity, then the age in seconds.
    private long RankOf(Certificate issuer, TrustInfo match, int store)
    {
        const int AgeBits = 40;
        int kind = match switch
        {
            TrustInfo.HasExactMatchIssuer => 0,
            TrustInfo.HasKeyMatchIssuer => 1,
            _ => 2,
        };
        int origin = store < _engineStores ? 0 : 1;
        bool valid = issuer.NotBefore <= _request.Time && _request.Time <= issuer.NotAfter;
        long coarse = ((store == 0 ? 0L : 1L) << 4) | ((long)kind << 2) | ((long)origin << 1) | (valid ? 0L : 1L);
        long age = (DateTimeOffset.MaxValue.Ticks - issuer.NotBefore.Ticks) / TimeSpan.TicksPerSecond;
        return (coarse << AgeBits) | age;
    }
}
