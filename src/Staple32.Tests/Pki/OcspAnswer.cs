using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;

namespace Staple32.Tests.Pki;

/// <summary>
/// An OCSP response to build with BouncyCastle, good or evil. Start from a right one and set wrong what the test is about:
/// <code>
/// byte[] good = pki.Answer(now).Encode();
/// byte[] revoked = pki.Answer(now).About(s => s with { Status = AnswerStatus.Revoked }).Encode();
/// byte[] flipped = (pki.Answer(now) with { Tamper = signature => { signature[9] ^= 1; return signature; } }).Encode();
/// byte[] tryLater = OcspAnswer.Error(3);
/// </code>
/// The signer is any certificate with its key; the responderID and the embedded certificates follow from it unless they are
/// set. See <see cref="TestPki"/> for ready-made authorities, leaves and delegated signers.
/// </summary>
public sealed record OcspAnswer
{
    /// <summary>Whose key signs, and whom the responderID names.</summary>
    public required TestCertificate Signer { get; init; }

    public required IReadOnlyList<SingleAnswer> Singles { get; init; }

    public required DateTimeOffset ProducedAt { get; init; }

    /// <summary>The embedded certificates, each in DER (or not).</summary>
    public IReadOnlyList<byte[]> Embedded { get; init; } = [];

    /// <summary>Another key than the signer's to sign with.</summary>
    public TestKey? SigningKey { get; init; }

    /// <summary>As <see cref="TestSignature"/> names it; null: SHA-256 with the key.</summary>
    public string? SignatureAlgorithm { get; init; }

    /// <summary>Another AlgorithmIdentifier than the one that is true.</summary>
    public Asn1Encodable? SignatureIdentifier { get; init; }

    /// <summary>Changes the signature after it was made.</summary>
    public Func<byte[], byte[]>? Tamper { get; init; }

    /// <summary>Changes what is signed before it is signed; it need not be DER any more.</summary>
    public Func<byte[], byte[]>? MutateData { get; init; }

    /// <summary>responderID byKey instead of byName.</summary>
    public bool ByKey { get; init; }

    /// <summary>Another certificate to be named in the responderID.</summary>
    public TestCertificate? Responder { get; init; }

    public IReadOnlyList<TestExtension> Extensions { get; init; } = [];

    /// <summary>As encoded, 0 being version 1; null leaves it out as DER demands.</summary>
    public int? Version { get; init; }

    public string ResponseType { get; init; } = "1.3.6.1.5.5.7.48.1.1";

    /// <summary>The responseStatus; above 0 with responseBytes all the same.</summary>
    public int ResponseStatus { get; init; }

    /// <summary>Put behind the basic response, inside the OCTET STRING.</summary>
    public byte[] InnerTrailing { get; init; } = [];

    /// <summary>A response without responseBytes: 1 malformedRequest, 2 internalError, 3 tryLater, 5 sigRequired, 6 unauthorized.</summary>
    public static byte[] Error(int status) => new DerSequence(new DerEnumerated(status)).GetDerEncoded();

    /// <summary>The same with every SingleResponse changed.</summary>
    public OcspAnswer About(Func<SingleAnswer, SingleAnswer> change) => this with { Singles = Singles.Select(change).ToArray() };

    public byte[] Encode()
    {
        byte[] basic = [.. EncodeBasic(), .. InnerTrailing];
        return new DerSequence(
            new DerEnumerated(ResponseStatus),
            new DerTaggedObject(
                true, 0, new DerSequence(new DerObjectIdentifier(ResponseType), new DerOctetString(basic)))).GetDerEncoded();
    }

    private byte[] EncodeBasic()
    {
        TestKey key = SigningKey ?? Signer.Key;
        string algorithm = SignatureAlgorithm ?? key.DefaultAlgorithm;
        byte[] data = EncodeData();
        data = MutateData?.Invoke(data) ?? data;
        byte[] signature = TestSignature.Sign(algorithm, key.Private, data);
        byte[] identifier = (SignatureIdentifier ?? TestSignature.Identifier(algorithm)).GetDerEncoded();
        byte[] bits = new DerBitString(Tamper?.Invoke(signature) ?? signature).GetDerEncoded();
        byte[] certificates = Embedded.Count == 0 ? [] : Wrap(0xA0, Wrap(0x30, Embedded.SelectMany(der => der).ToArray()));
        // By hand, because neither the data nor the certificates need be DER.
        return Wrap(0x30, [.. data, .. identifier, .. bits, .. certificates]);
    }

    private static byte[] Wrap(byte tag, byte[] contents)
    {
        byte[] octets = new DerOctetString(contents).GetDerEncoded();
        octets[0] = tag;
        return octets;
    }

    private byte[] EncodeData()
    {
        var data = new Asn1EncodableVector();
        if (Version is { } version)
            data.Add(new DerTaggedObject(true, 0, new DerInteger(BigInteger.ValueOf(version))));
        TestCertificate responder = Responder ?? Signer;
        data.Add(ByKey
            ? new DerTaggedObject(true, 2, new DerOctetString(responder.Key.Sha1))
            : new DerTaggedObject(true, 1, Asn1Object.FromByteArray(responder.Subject)));
        data.Add(SingleAnswer.Time(ProducedAt));
        data.Add(new DerSequence(Singles.Select(single => single.Encode()).ToArray()));
        if (Extensions.Count > 0)
            data.Add(new DerTaggedObject(true, 1, TestExtensions.Encode(Extensions)));
        return new DerSequence(data).GetDerEncoded();
    }
}
