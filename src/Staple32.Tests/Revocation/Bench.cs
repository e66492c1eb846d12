using Staple32.Certificates;
using Staple32.Retrieval;
using Staple32.Revocation;
using Staple32.Stores;
using Staple32.Tests.Pki;

namespace Staple32.Tests.Revocation;

/// <summary>An authority with a leaf, a network and a checker; each test changes what it is about.</summary>
internal sealed class Bench
{
    public const string Responder = "http://ocsp.example/";
    public const string CrlUrl = "http://crl.example/ca.crl";
    public const string DeltaUrl = "http://crl.example/delta.crl";

    /// <summary>The current time of all checks that do not set another.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When what is current was issued.</summary>
    public static readonly DateTimeOffset Recently = Now.AddHours(-1);

    public static readonly TestCertificate Authority = TestCertificate.SelfSigned(new CertificateSpec
    {
        Subject = "C=US,O=Staple32 tests,CN=Revoking authority",
        IsAuthority = true,
    });

    public Bench() => Checker = new RevocationChecker(new RevocationServices
    {
        Fetcher = new ObjectFetcher(Web, Time),
        Transport = Web,
        Time = Time,
    });

    public ManualTime Time { get; } = new();

    public TestWeb Web { get; } = new();

    public RevocationChecker Checker { get; }

    public MemoryStore Store { get; } = new();

    /// <summary>A leaf without a word about revocation.</summary>
    public static TestCertificate Plain(params TestExtension[] extensions) => Leaf([], extensions);

    /// <summary>A leaf with a responder.</summary>
    public static TestCertificate WithResponder(params TestExtension[] extensions) => Leaf([Responder], extensions);

    /// <summary>A leaf with a CRL.</summary>
    public static TestCertificate WithCrl() => Plain(TestCrl.Points(CrlUrl));

    public static TestCertificate Leaf(IReadOnlyList<string> responders, params TestExtension[] extensions) =>
        Authority.Issue(new CertificateSpec { OcspUrls = responders, Extensions = extensions });

    public static TestCrl Crl() => new() { Signer = Authority, ThisUpdate = Recently };

    public static OcspAnswer Answer(TestCertificate leaf, DateTimeOffset? thisUpdate = null) => new()
    {
        Signer = Authority,
        ProducedAt = thisUpdate ?? Recently,
        Singles = [SingleAnswer.About(leaf, Authority, thisUpdate ?? Recently)],
    };

    public Bench With(params TestCrl[] crls)
    {
        foreach (TestCrl crl in crls)
            Store.TryAdd(crl.Parse(), null, AddDisposition.Always, out _);
        return this;
    }

    public Bench Having(params TestCertificate[] certificates)
    {
        foreach (TestCertificate certificate in certificates)
            Store.TryAdd(certificate.Parsed, null, AddDisposition.Always, out _);
        return this;
    }

    public RevocationQuestion Ask(TestCertificate leaf, TestCertificate? issuer = null) => new()
    {
        Subject = new StoredCertificate(leaf.Parsed),
        Issuer = new StoredCertificate((issuer ?? Authority).Parsed),
        Stores = [Store],
        Now = Now,
        Budget = new UrlBudget(Time, TimeSpan.FromSeconds(15), isForAll: false),
    };

    public RevocationVerdict Check(TestCertificate leaf, Func<RevocationQuestion, RevocationQuestion>? change = null, TestCertificate? issuer = null)
    {
        RevocationQuestion question = Ask(leaf, issuer);
        return Checker.Check(change is null ? question : change(question));
    }

    /// <summary>A judge that believes a signer if the other certificate has issued it.</summary>
    public static CrlSignerJudge Believing(TestCertificate issuer) => signer =>
        SignatureVerifier.Verify(
            issuer.Parsed.PublicKey, signer.Certificate.SignatureAlgorithm, signer.Certificate.ToBeSigned.Span, signer.Certificate.Signature.Span)
            == SignatureVerdict.Valid
            ? new StoredCertificate(issuer.Parsed)
            : null;
}
