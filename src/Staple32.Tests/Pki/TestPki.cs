using System.Collections.Concurrent;

namespace Staple32.Tests.Pki;

/// <summary>
/// A ready-made authority with a leaf, and a delegated OCSP signer if wanted. One per kind of key and process.
/// <code>
/// TestPki pki = TestPki.Of(KeyKind.P256, delegated: true);
/// OcspVerdict verdict = OcspVerifier.Verify(pki.Answer(now).Encode(), pki.Leaf.Parsed, pki.Authority.Parsed, now, settings);
/// </code>
/// </summary>
public sealed class TestPki
{
    private static readonly ConcurrentDictionary<(KeyKind, bool), Lazy<TestPki>> s_all = new();

    private TestPki(KeyKind kind, bool delegated)
    {
        Authority = TestCertificate.SelfSigned(new CertificateSpec
        {
            Subject = $"C=US,O=Staple32 tests,CN=Authority {kind}",
            Key = TestKey.Of(kind, "authority"),
            IsAuthority = true,
        });
        Leaf = Authority.Issue(new CertificateSpec
        {
            Subject = "C=US,O=Staple32 tests,CN=leaf.example",
            Key = TestKey.Of(kind, "leaf"),
            ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.1"],
            OcspUrls = ["http://ocsp.test/"],
            IssuerUrls = ["http://ca.test/authority.cer"],
            DnsNames = ["leaf.example"],
        });
        Signer = Authority;
        if (delegated)
            Signer = Authority.Issue(CertificateSpec.Responder() with { Key = TestKey.Of(kind, "responder") });
    }

    public TestCertificate Authority { get; }

    public TestCertificate Leaf { get; }

    /// <summary>Who signs responses: the authority, or its delegate.</summary>
    public TestCertificate Signer { get; }

    public static TestPki Of(KeyKind kind, bool delegated = false) =>
        s_all.GetOrAdd((kind, delegated), key => new Lazy<TestPki>(() => new TestPki(key.Item1, key.Item2))).Value;

    /// <summary>A right answer about the leaf: good, produced at thisUpdate, nextUpdate a week later.</summary>
    public OcspAnswer Answer(DateTimeOffset thisUpdate, string hash = "SHA1") => AnswerAbout(Leaf, thisUpdate, hash);

    /// <summary>The same about any certificate the authority has issued.</summary>
    public OcspAnswer AnswerAbout(TestCertificate leaf, DateTimeOffset thisUpdate, string hash = "SHA1") => new()
    {
        Signer = Signer,
        ProducedAt = thisUpdate,
        Singles = [SingleAnswer.About(leaf, Authority, thisUpdate, hash)],
        Embedded = Signer == Authority ? [] : [Signer.Encoded],
    };
}
