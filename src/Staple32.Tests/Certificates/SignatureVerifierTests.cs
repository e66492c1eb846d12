using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Staple32.Certificates;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Certificates;

public class SignatureVerifierTests
{
    private const string RsaPssOid = "1.2.840.113549.1.1.10";
    private static readonly byte[] s_data = "what was signed"u8.ToArray();

    [Theory]
    [InlineData(KeyKind.Rsa2048, "SHA1withRSA", SignatureVerdict.Valid)]
    [InlineData(KeyKind.Rsa2048, "SHA256withRSA", SignatureVerdict.Valid)]
    [InlineData(KeyKind.Rsa2048, "SHA384withRSA", SignatureVerdict.Valid)]
    [InlineData(KeyKind.Rsa2048, "SHA512withRSA", SignatureVerdict.Valid)]
    [InlineData(KeyKind.Rsa2048, "SHA256withRSAandMGF1", SignatureVerdict.Valid)]
    [InlineData(KeyKind.Rsa1024, "SHA256withRSA", SignatureVerdict.Valid)]
    [InlineData(KeyKind.P256, "SHA256withECDSA", SignatureVerdict.Valid)]
    [InlineData(KeyKind.P256, "SHA512withECDSA", SignatureVerdict.Valid)]
    [InlineData(KeyKind.P384, "SHA384withECDSA", SignatureVerdict.Valid)]
    [InlineData(KeyKind.P521, "SHA1withECDSA", SignatureVerdict.Valid)]
    [InlineData(KeyKind.Rsa2048, "MD5withRSA", SignatureVerdict.WeakAlgorithm)]
    [InlineData(KeyKind.Rsa2048, "SHA224withRSA", SignatureVerdict.UnsupportedAlgorithm)]
    [InlineData(KeyKind.Rsa768, "SHA256withRSA", SignatureVerdict.WeakKey)]
    [InlineData(KeyKind.Ed25519, "Ed25519", SignatureVerdict.UnsupportedAlgorithm)]
    public void A_true_signature_has_the_verdict_of_its_algorithm_and_key(KeyKind kind, string algorithm, SignatureVerdict verdict)
    {
        TestKey key = TestKey.Of(kind, "signature");
        byte[] signature = TestSignature.Sign(algorithm, key.Private, s_data);
        Assert.Equal(verdict, Verify(KeyInfo(key.PublicKeyInfo), TestSignature.Identifier(algorithm), signature));
        // Twice: the second time the key comes out of the cache.
        Assert.Equal(verdict, Verify(KeyInfo(key.PublicKeyInfo), TestSignature.Identifier(algorithm), signature));
    }

    [Theory]
    [InlineData(KeyKind.Rsa2048, "SHA256withRSA", "SHA512withRSA")]
    [InlineData(KeyKind.Rsa2048, "SHA256withRSA", "SHA256withRSAandMGF1")]
    [InlineData(KeyKind.Rsa2048, "SHA256withRSAandMGF1", "SHA512withRSAandMGF1")]
    [InlineData(KeyKind.Rsa2048, "SHA256withRSA", "SHA256withECDSA")]
    [InlineData(KeyKind.P256, "SHA256withECDSA", "SHA384withECDSA")]
    [InlineData(KeyKind.P256, "SHA256withECDSA", "SHA256withRSA")]
    public void A_signature_under_another_algorithm_than_is_said_is_invalid(KeyKind kind, string made, string said)
    {
        TestKey key = TestKey.Of(kind, "signature");
        byte[] signature = TestSignature.Sign(made, key.Private, s_data);
        Assert.Equal(SignatureVerdict.Invalid, Verify(KeyInfo(key.PublicKeyInfo), TestSignature.Identifier(said), signature));
    }

    [Fact]
    public void Keys_that_take_turns_do_not_get_mixed_up()
    {
        // More keys than the cache has places, so that they displace each other.
        TestKey[] keys = Enumerable.Range(0, 100).Select(i => TestKey.Of(KeyKind.P256, $"turn {i}")).ToArray();
        byte[][] signatures = keys.Select(key => TestSignature.Sign("SHA256withECDSA", key.Private, s_data)).ToArray();
        Asn1Encodable algorithm = TestSignature.Identifier("SHA256withECDSA");
        Parallel.For(0, 400, i =>
        {
            Assert.Equal(SignatureVerdict.Valid, Verify(KeyInfo(keys[i % 100].PublicKeyInfo), algorithm, signatures[i % 100]));
            Assert.Equal(SignatureVerdict.Invalid, Verify(KeyInfo(keys[i % 100].PublicKeyInfo), algorithm, signatures[(i + 1) % 100]));
        });
    }

    [Theory]
    [InlineData("SHA256", "SHA256", 32, null, SignatureVerdict.Valid)]
    [InlineData("SHA256", "SHA256", 32, 1, SignatureVerdict.Valid)]
    [InlineData("SHA256", "SHA256", 20, null, SignatureVerdict.UnsupportedAlgorithm)]
    [InlineData("SHA256", "SHA1", 32, null, SignatureVerdict.UnsupportedAlgorithm)]
    [InlineData("SHA256", "SHA256", 32, 2, SignatureVerdict.UnsupportedAlgorithm)]
    [InlineData("MD5", "MD5", 16, null, SignatureVerdict.UnsupportedAlgorithm)]
    public void Pss_parameters_are_one_digest_and_a_salt_of_its_length(string hash, string mask, int salt, int? trailer, SignatureVerdict verdict)
    {
        TestKey key = TestKey.Of(KeyKind.Rsa2048, "signature");
        byte[] signature = TestSignature.Sign("SHA256withRSAandMGF1", key.Private, s_data);
        var parameters = new Asn1EncodableVector
        {
            new DerTaggedObject(true, 0, Digest(hash)),
            new DerTaggedObject(true, 1, new DerSequence(new DerObjectIdentifier("1.2.840.113549.1.1.8"), Digest(mask))),
            new DerTaggedObject(true, 2, Number(salt)),
        };
        if (trailer is { } number)
            parameters.Add(new DerTaggedObject(true, 3, Number(number)));
        Assert.Equal(verdict, Verify(KeyInfo(key.PublicKeyInfo), new DerSequence(new DerObjectIdentifier(RsaPssOid), new DerSequence(parameters)), signature));
    }

    [Fact]
    public void Pss_parameters_left_out_mean_sha1_and_their_absence_means_nothing()
    {
        TestKey key = TestKey.Of(KeyKind.Rsa2048, "signature");
        byte[] signature = TestSignature.Sign("SHA1withRSAandMGF1", key.Private, s_data);
        PublicKeyInfo info = KeyInfo(key.PublicKeyInfo);
        Assert.Equal(SignatureVerdict.Valid, Verify(info, new DerSequence(new DerObjectIdentifier(RsaPssOid), new DerSequence()), signature));
        Assert.Equal(SignatureVerdict.UnsupportedAlgorithm, Verify(info, new DerSequence(new DerObjectIdentifier(RsaPssOid)), signature));
        Assert.Equal(
            SignatureVerdict.UnsupportedAlgorithm,
            Verify(info, new DerSequence(new DerObjectIdentifier(RsaPssOid), new DerOctetString([1])), signature));
    }

    [Fact]
    public void A_key_for_pss_only_does_not_verify_anything_else()
    {
        TestKey key = TestKey.Of(KeyKind.Rsa2048, "signature");
        byte[] pss = TestSignature.Sign("SHA256withRSAandMGF1", key.Private, s_data), plain = TestSignature.Sign("SHA256withRSA", key.Private, s_data);
        PublicKeyInfo any = KeyInfo(RsaKey(new DerSequence(new DerObjectIdentifier(RsaPssOid)), key));
        PublicKeyInfo sha256 = KeyInfo(RsaKey(TestSignature.Identifier("SHA256withRSAandMGF1"), key));
        PublicKeyInfo sha512 = KeyInfo(RsaKey(TestSignature.Identifier("SHA512withRSAandMGF1"), key));

        Assert.Equal(SignatureVerdict.Valid, Verify(any, TestSignature.Identifier("SHA256withRSAandMGF1"), pss));
        Assert.Equal(SignatureVerdict.Valid, Verify(sha256, TestSignature.Identifier("SHA256withRSAandMGF1"), pss));
        Assert.Equal(SignatureVerdict.Invalid, Verify(sha512, TestSignature.Identifier("SHA256withRSAandMGF1"), pss));
        Assert.Equal(SignatureVerdict.Invalid, Verify(any, TestSignature.Identifier("SHA256withRSA"), plain));
    }

    [Fact]
    public void Rsa_keys_out_of_bounds_never_reach_the_arithmetic()
    {
        BigInteger modulus = BigInteger.One.ShiftLeft(2047).SetBit(0), f4 = BigInteger.ValueOf(65537);
        Assert.Equal(SignatureVerdict.Invalid, VerifyRsa(modulus, f4));
        Assert.Equal(SignatureVerdict.WeakKey, VerifyRsa(modulus, BigInteger.One));
        Assert.Equal(SignatureVerdict.WeakKey, VerifyRsa(BigInteger.One.ShiftLeft(1022).SetBit(0), f4));
        Assert.Equal(SignatureVerdict.Invalid, VerifyRsa(BigInteger.One.ShiftLeft(1023).SetBit(0), f4));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyRsa(modulus.Add(BigInteger.One), f4));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyRsa(modulus, BigInteger.Two));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyRsa(modulus, BigInteger.Zero));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyRsa(modulus, modulus));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyRsa(modulus.Negate(), f4));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyRsa(BigInteger.Zero, f4));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyRsa(BigInteger.One.ShiftLeft(16384).SetBit(0), f4));
    }

    [Fact]
    public void Points_that_are_no_keys_are_refused()
    {
        byte[] good = TestKey.Of(KeyKind.P256, "signature").PublicKeyBits;
        byte[] p256 = new DerObjectIdentifier("1.2.840.10045.3.1.7").GetDerEncoded();
        Assert.Equal(SignatureVerdict.Invalid, VerifyPoint(p256, good));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyPoint(p256, [.. good[..^1], (byte)(good[^1] ^ 1)]));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyPoint(p256, good[..^1]));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyPoint(p256, [0x02, .. good[1..33]]));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyPoint(p256, [0x00]));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyPoint(p256, []));
        Assert.Equal(SignatureVerdict.MalformedKey, VerifyPoint(p256, new byte[65].Select((_, i) => (byte)(i == 0 ? 4 : 0)).ToArray()));
        Assert.Equal(SignatureVerdict.UnsupportedAlgorithm, VerifyPoint(new DerObjectIdentifier("1.3.132.0.10").GetDerEncoded(), good));
        Assert.Equal(SignatureVerdict.UnsupportedAlgorithm, VerifyPoint(new DerSequence().GetDerEncoded(), good));
    }

    [Fact]
    public void The_platform_has_what_is_needed()
    {
        Assert.True(SignatureVerifier.IsAvailable(out string why));
        Assert.Empty(why);
    }

    private static SignatureVerdict VerifyRsa(BigInteger modulus, BigInteger exponent) => Verify(
        KeyInfo(KeyBytes(
            new DerSequence(new DerObjectIdentifier("1.2.840.113549.1.1.1"), DerNull.Instance),
            new DerSequence(new DerInteger(modulus), new DerInteger(exponent)).GetDerEncoded())),
        TestSignature.Identifier("SHA256withRSA"), new byte[256]);

    private static SignatureVerdict VerifyPoint(byte[] curve, byte[] point) => Verify(
        KeyInfo(KeyBytes(new DerSequence(new DerObjectIdentifier("1.2.840.10045.2.1"), Asn1Object.FromByteArray(curve)), point)),
        TestSignature.Identifier("SHA256withECDSA"), [0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01]);

    private static byte[] RsaKey(Asn1Encodable algorithm, TestKey key) => KeyBytes(algorithm, key.PublicKeyBits);

    private static byte[] KeyBytes(Asn1Encodable algorithm, byte[] bits) => new DerSequence(algorithm, new DerBitString(bits)).GetDerEncoded();

    private static DerSequence Digest(string hash) => new(new DerObjectIdentifier(TestSignature.HashOid(hash)), DerNull.Instance);

    private static DerInteger Number(int value) => new(BigInteger.ValueOf(value));

    private static SignatureVerdict Verify(PublicKeyInfo key, Asn1Encodable algorithm, byte[] signature)
    {
        Asn1Sequence sequence = Asn1Sequence.GetInstance(algorithm.ToAsn1Object());
        byte[] parameters = sequence.Count > 1 ? sequence[1].GetDerEncoded() : [];
        var identifier = new AlgorithmIdentifier(((DerObjectIdentifier)sequence[0]).Id, parameters);
        return SignatureVerifier.Verify(key, identifier, s_data, signature);
    }

    // A key comes out of a certificate: one is made around it, signed by somebody else.
    private static PublicKeyInfo KeyInfo(byte[] encoded) =>
        TestCertificate.WithKey(encoded, TestKey.Of(KeyKind.P256, "around")).Parsed.PublicKey;
}
