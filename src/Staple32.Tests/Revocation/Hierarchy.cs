using Staple32.Chains;
using Staple32.Retrieval;
using Staple32.Revocation;
using Staple32.Stores;
using Staple32.Tests.Pki;

namespace Staple32.Tests.Revocation;

/// <summary>
/// A trust anchor, certificates below it and CRLs, as the NIST test suite has them: all of them lie in one store, nothing is
/// fetched, and a whole path is validated with revocation of everything but the anchor.
/// </summary>
internal sealed class Hierarchy
{
    public const TrustErrors Valid = TrustErrors.None;
    public const TrustErrors Revoked = TrustErrors.Revoked;

    /// <summary>No CRL that could tell.</summary>
    public const TrustErrors Unknown = TrustErrors.RevocationStatusUnknown;

    /// <summary>A CRL that should have told and does not.</summary>
    public const TrustErrors Offline = TrustErrors.RevocationStatusUnknown | TrustErrors.OfflineRevocation;

    public static readonly TestCertificate Anchor = TestCertificate.SelfSigned(new CertificateSpec { Subject = "C=US,O=Tests,CN=Trust anchor", IsAuthority = true });

    private readonly MemoryStore _store = new();

    public TestWeb Web { get; } = new();

    /// <summary>With the anchor's CRL, which revokes nothing unless <paramref name="anchorCrl"/> says otherwise.</summary>
    public Hierarchy(Func<TestCrl, TestCrl>? anchorCrl = null)
    {
        TestCrl crl = Crl(Anchor);
        Add(anchorCrl is null ? crl : anchorCrl(crl));
    }

    public static TestCrl Crl(TestCertificate signer) => new() { Signer = signer, ThisUpdate = Bench.Recently };

    /// <summary>A CA below the anchor, now in the store.</summary>
    public TestCertificate Authority(string name, Func<CertificateSpec, CertificateSpec>? change = null, TestCertificate? issuer = null)
    {
        var spec = new CertificateSpec { Subject = $"C=US,O=Tests,CN={name}", IsAuthority = true };
        TestCertificate made = (issuer ?? Anchor).Issue(change is null ? spec : change(spec));
        _store.TryAdd(made.Parsed, null, AddDisposition.Always, out _);
        return made;
    }

    public static TestCertificate End(TestCertificate issuer, params TestExtension[] extensions) =>
        issuer.Issue(new CertificateSpec { Subject = "C=US,O=Tests,CN=End entity", Extensions = extensions });

    public Hierarchy Add(params TestCrl[] crls)
    {
        foreach (TestCrl crl in crls)
            _store.TryAdd(crl.Parse(), null, AddDisposition.Always, out _);
        return this;
    }

    public ChainResult Validate(
        TestCertificate end, RevocationScope scope = RevocationScope.ChainExcludeRoot,
        Func<ChainRevocationRequest, ChainRevocationRequest>? change = null, Func<ChainRequest, ChainRequest>? chain = null)
    {
        var roots = new MemoryStore();
        roots.TryAdd(Anchor.Parsed, null, AddDisposition.Always, out _);
        var engine = new ChainEngine(new ChainEngineSettings(roots));
        var time = new ManualTime();
        var checker = new RevocationChecker(new RevocationServices { Fetcher = new ObjectFetcher(Web, time), Transport = Web, Time = time });
        var request = new ChainRequest { End = new StoredCertificate(end.Parsed), Time = Bench.Now, AdditionalStore = _store };
        request = chain is null ? request : chain(request);
        var revocation = new ChainRevocationRequest(scope, Bench.Now, new UrlBudget(time, TimeSpan.FromSeconds(15), isForAll: false));
        return new RevocationPass(engine, checker).Apply(engine.Build(request), request, change is null ? revocation : change(revocation));
    }

    public TrustErrors Errors(TestCertificate end) => Validate(end).Status.Errors;
}
