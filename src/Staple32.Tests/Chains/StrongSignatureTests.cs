using System.Security.Cryptography;
using Staple32.Chains;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>pStrongSignPara: criteria with a name, criteria in writing, and what they say of a chain.</summary>
public sealed class StrongSignatureTests
{
    private const TrustErrors Weak = TrustErrors.HasWeakSignature | TrustErrors.NotSignatureValid;

    private static readonly RSA s_rsa1024 = RSA.Create(1024);
    private static readonly TestCertificate s_root = TestPki.Root("Root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority);

    private static ChainResult Build(StrongSignature? strong, TestCertificate end, bool acceptsWeakEnd = false) =>
        Case.Trusting(s_root).With(s_authority).Build(end, r => r with { StrongSignature = strong, AcceptsWeakEndKey = acceptsWeakEnd });

    private static StrongSignature Named(string oid) => Assert.IsType<StrongSignature>(StrongSignature.FromOid(oid));

    private static StrongSignature Written(string signatures, string? keys = null) =>
        Assert.IsType<StrongSignature>(StrongSignature.TryParse(signatures, keys));

    [Fact]
    public void A_modern_chain_is_strong_by_every_criterion()
    {
        foreach (string oid in (string[])[StrongSignature.SignOs1, StrongSignature.KeyOs1])
            Build(Named(oid), s_leaf).Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void Sha1_is_weak_for_signing_and_not_for_keys()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Hash = HashAlgorithmName.SHA1);
        Build(null, leaf).Sums(Case.Fine);
        Build(Named(StrongSignature.SignOs1), leaf).Has((leaf, Weak), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Weak);
        Build(Named(StrongSignature.KeyOs1), leaf).Sums(Case.Fine);
    }

    [Fact]
    public void The_roots_own_signature_proves_nothing_and_its_key_does()
    {
        TestCertificate root = TestPki.Root("Old", s => { s.Key = TestPki.Rsa; s.Hash = HashAlgorithmName.SHA1; });
        TestCertificate leaf = TestPki.Leaf("leaf", root);
        Case.Trusting(root).Build(leaf, r => r with { StrongSignature = Named(StrongSignature.SignOs1) }).Sums(Case.Fine);

        TestCertificate small = TestPki.Root("Small", s => s.Key = s_rsa1024);
        leaf = TestPki.Leaf("leaf", small);
        Case.Trusting(small).Build(leaf).Sums(Case.Fine);
        Case.Trusting(small).Build(leaf, r => r with { StrongSignature = Named(StrongSignature.KeyOs1) })
            .Has((leaf, Case.Fine), (small, Weak)).Sums(Weak);
    }

    [Fact]
    public void The_end_certificates_key_may_be_left_out()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Key = s_rsa1024);
        Build(Named(StrongSignature.SignOs1), leaf).Has((leaf, Weak), (s_authority, Case.Fine), (s_root, Case.Fine));
        Build(Named(StrongSignature.SignOs1), leaf, acceptsWeakEnd: true).Sums(Case.Fine);
        TestCertificate sha1 = TestPki.Leaf("leaf", s_authority, s => { s.Key = s_rsa1024; s.Hash = HashAlgorithmName.SHA1; });
        Build(Named(StrongSignature.SignOs1), sha1, acceptsWeakEnd: true).Sums(Weak);
    }

    [Fact]
    public void An_issuer_that_is_missing_does_not_excuse_a_weak_signature()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Hash = HashAlgorithmName.SHA1);
        Case.Trusting(s_root).Build(leaf, r => r with { StrongSignature = Named(StrongSignature.SignOs1) })
            .Sums(Weak | TrustErrors.PartialChain);
    }

    [Fact]
    public void Of_two_ways_up_the_strong_one_is_taken()
    {
        TestCertificate weak = TestPki.Authority("CA", s_root, s => { s.Key = s_authority.Key; s.Hash = HashAlgorithmName.SHA1; s.NotBefore = TestPki.Now.AddDays(-1); });
        Case pki = Case.Trusting(s_root).With(weak, s_authority);
        pki.Build(s_leaf).Has((s_leaf, Case.Fine), (weak, Case.Fine), (s_root, Case.Fine));
        pki.Build(s_leaf, r => r with { StrongSignature = Named(StrongSignature.SignOs1) })
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Theory]
    [InlineData("ECDSA/SHA256", null, true)]
    [InlineData("RSA/SHA256;ECDSA/SHA256", "ECDSA/256", true)]
    [InlineData("ecdsa/sha256", "ecdsa/256", true)]
    [InlineData(" ECDSA/SHA256 ; RSA/SHA256 ", " RSA/2048 ; ECDSA/256 ", true)]
    [InlineData("ECDSA/SHA256", "ECDSA/257", false)]
    [InlineData("ECDSA/SHA256", "RSA/2048", false)]
    [InlineData("ECDSA/SHA384", null, false)]
    [InlineData("RSA/SHA256", null, false)]
    [InlineData("", null, false)]
    public void Criteria_in_writing(string signatures, string? keys, bool isStrong) =>
        Build(Written(signatures, keys), s_leaf).Sums(isStrong ? Case.Fine : Weak);

    [Theory]
    [InlineData("ECDSA", null)]
    [InlineData("/SHA256", null)]
    [InlineData("ECDSA/", null)]
    [InlineData("ECDSA/SHA256", "ECDSA")]
    [InlineData("ECDSA/SHA256", "ECDSA/many")]
    [InlineData("ECDSA/SHA256", "ECDSA/-1")]
    [InlineData("ECDSA/SHA256", "/256")]
    public void Criteria_that_are_malformed(string signatures, string? keys) => Assert.Null(StrongSignature.TryParse(signatures, keys));

    [Fact]
    public void A_name_that_nobody_knows() => Assert.Null(StrongSignature.FromOid("1.3.6.1.4.1.311.72.1.2"));

    [Fact]
    public void Named_criteria_apply_to_crls_and_responses_too()
    {
        StrongSignature named = Named(StrongSignature.SignOs1);
        Assert.Equal((true, true), (named.ChecksCrls, named.ChecksOcsp));
        StrongSignature written = Written("RSA/SHA256");
        Assert.Equal((false, false), (written.ChecksCrls, written.ChecksOcsp));
    }
}
