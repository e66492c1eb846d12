using System.Formats.Asn1;
using System.Security.Cryptography;
using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.Pkits.Hierarchy;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>PKITS 4.1: signatures; and every algorithm that signs or does not sign.</summary>
public sealed class SignatureSection
{
    private const TrustErrors Bad = TrustErrors.NotSignatureValid;
    private const TrustErrors Weak = TrustErrors.NotSignatureValid | TrustErrors.HasWeakSignature;

    private static readonly RSA s_rsa3072 = RSA.Create(3072);
    private static readonly RSA s_rsa1024 = RSA.Create(1024);

    private static readonly Cases s_cases = new()
    {
        { "4.1.1 valid signatures", () => Below.Ca("Good CA").End().IsFine() },
        { "4.1.2 a CA's signature is wrong", () => Below.Ca("Bad Signed CA").Changed(TestPki.WithBrokenSignature).End().Has(Fine, Bad, Fine) },
        { "4.1.3 the end certificate's signature is wrong", () => Below.Ca("Good CA").End().Changed(TestPki.WithBrokenSignature).Has(Bad, Fine, Fine) },
        { "4.1.4 DSA is not known", () => Below.Ca("DSA CA").End().Changed(c => Claiming(c, "1.2.840.10040.4.3")).Has(Bad, Fine, Fine) },
        { "4.1.6 DSA with SHA-256 is not either", () => Below.Ca("DSA CA").End().Changed(c => Claiming(c, "2.16.840.1.101.3.4.3.2")).Has(Bad, Fine, Fine) },
        { "Ed25519 in the name of an ECDSA key", () => Below.Ca("CA").End().Changed(c => Claiming(c, "1.3.101.112")).Has(Bad, Fine, Fine) },
        { "SHA-256 claimed as SHA-384", () => Below.Ca("CA").End().Changed(c => Claiming(c, "1.2.840.10045.4.3.3")).Has(Bad, Fine, Fine) },
        { "both signatures are wrong", () => Below.Ca("Bad").Changed(TestPki.WithBrokenSignature).End().Changed(TestPki.WithBrokenSignature).Has(Bad, Bad, Fine) },
        { "signed by a stranger in the CA's name", () => Below.Ca("Good CA").End(s => s.SigningKey = TestPki.NewKey()).Has(Bad, Fine, Fine) },
        { "a key of another family cannot have signed", () => Below.Ca("Good CA").End(s => s.SigningKey = TestPki.Rsa).Has(Bad, Fine, Fine) },
        { "RSA with SHA-1", () => SignedBy(TestPki.Rsa, HashAlgorithmName.SHA1).IsFine() },
        { "RSA with SHA-256", () => SignedBy(TestPki.Rsa, HashAlgorithmName.SHA256).IsFine() },
        { "RSA with SHA-384", () => SignedBy(TestPki.Rsa, HashAlgorithmName.SHA384).IsFine() },
        { "RSA with SHA-512", () => SignedBy(TestPki.Rsa, HashAlgorithmName.SHA512).IsFine() },
        { "RSA of 3072 bits", () => SignedBy(s_rsa3072, HashAlgorithmName.SHA256).IsFine() },
        { "RSA of 1024 bits", () => SignedBy(s_rsa1024, HashAlgorithmName.SHA256).IsFine() },
        { "RSA with MD5", () => SignedBy(TestPki.Rsa, HashAlgorithmName.MD5).Has(Weak, Fine, Fine) },
        { "ECDSA with SHA-1", () => SignedBy(TestPki.NewKey(), HashAlgorithmName.SHA1).IsFine() },
        { "ECDSA P-256 with SHA-256", () => SignedBy(TestPki.NewKey(), HashAlgorithmName.SHA256).IsFine() },
        { "ECDSA P-256 with SHA-512", () => SignedBy(TestPki.NewKey(), HashAlgorithmName.SHA512).IsFine() },
        { "ECDSA P-384 with SHA-384", () => SignedBy(ECDsa.Create(ECCurve.NamedCurves.nistP384), HashAlgorithmName.SHA384).IsFine() },
        { "ECDSA P-521 with SHA-512", () => SignedBy(ECDsa.Create(ECCurve.NamedCurves.nistP521), HashAlgorithmName.SHA512).IsFine() },
        { "a root's wrong signature on itself does not matter", RootWithBrokenSignature },
    };

    public static TheoryData<string> Names => s_cases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Signatures(string name) => s_cases[name]();

    private static Hierarchy SignedBy(AsymmetricAlgorithm key, HashAlgorithmName hash) =>
        Below.Ca("Good CA", s => s.Key = key).End(s => s.Hash = hash);

    private static TestCertificate Claiming(TestCertificate certificate, string algorithm) => Resigned.With(certificate, parts =>
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(algorithm);
        parts[2] = writer.Encode();
    });

    // Its place in the root store says more than the signature could.
    private static ChainResult RootWithBrokenSignature()
    {
        TestCertificate root = TestPki.Root("Own", s => s.Hash = HashAlgorithmName.SHA1);
        TestCertificate md5 = TestPki.Root("Old", s => { s.Key = TestPki.Rsa; s.Hash = HashAlgorithmName.MD5; });
        TestCertificate leaf = TestPki.Leaf("leaf", md5);
        Case.Trusting(root).Build(root).Has((root, Fine)).Sums(Fine);
        return Case.Trusting(md5).Build(leaf).Has((leaf, Fine), (md5, Fine)).Sums(Fine);
    }
}
