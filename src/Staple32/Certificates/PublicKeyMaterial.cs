using System.Formats.Asn1;
using System.Numerics;
using Staple32.Asn1;

namespace Staple32.Certificates;

internal enum PublicKeyKind
{
    Rsa,
    EllipticCurve,
}

internal enum NamedCurve
{
    P256,
    P384,
    P521,
}

/// <summary>
/// The numbers of a public key, checked before the platform's cryptography sees them: sizes that would cost it minutes and
/// encodings that its versions treat differently never reach it.
/// </summary>
/// <param name="Kind">Which of the other members count.</param>
/// <param name="First">The RSA modulus, or the point's X; unsigned big-endian.</param>
/// <param name="Second">The RSA exponent, or the point's Y; unsigned big-endian.</param>
/// <param name="Curve">The curve of an elliptic key.</param>
internal readonly record struct PublicKeyMaterial(
    PublicKeyKind Kind, ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Second, NamedCurve Curve)
{
    private const int MinRsaBits = 1024;
    // OpenSSL's own bounds (OPENSSL_RSA_MAX_MODULUS_BITS, OPENSSL_RSA_MAX_PUBEXP_BITS).
    private const int MaxRsaBits = 16384;
    private const int MaxExponentBytes = 8;
    private const byte UncompressedPoint = 4;

    /// <returns><see cref="SignatureVerdict.Valid"/> with the numbers, or why there are none.</returns>
    public static SignatureVerdict TryRead(PublicKeyInfo key, out PublicKeyMaterial material)
    {
        material = default;
        try
        {
            return key.Algorithm.Oid switch
            {
                _ when key.UnusedBits != 0 => SignatureVerdict.MalformedKey,
                Oids.RsaEncryption when !key.Algorithm.HasNoParameters => SignatureVerdict.MalformedKey,
                Oids.RsaEncryption or Oids.RsaPss => TryReadRsa(key.Key, out material),
                Oids.EcPublicKey => TryReadPoint(key, out material),
                _ => SignatureVerdict.UnsupportedAlgorithm,
            };
        }
        catch (AsnContentException)
        {
            return SignatureVerdict.MalformedKey;
        }
    }

    // RSAPublicKey (RFC 8017 A.1.1).
    private static SignatureVerdict TryReadRsa(ReadOnlyMemory<byte> encoded, out PublicKeyMaterial material)
    {
        material = default;
        var outer = new DerReader(encoded);
        DerReader inside = outer.ReadSequence();
        outer.ExpectEnd();
        ReadOnlyMemory<byte> modulus = ToUnsigned(inside.ReadInteger());
        ReadOnlyMemory<byte> exponent = ToUnsigned(inside.ReadInteger());
        inside.ExpectEnd();

        int bits = modulus.IsEmpty ? 0 : ((modulus.Length - 1) * 8) + 1 + BitOperations.Log2(modulus.Span[0]);
        if (bits is 0 or > MaxRsaBits || (modulus.Span[^1] & 1) == 0)
            return SignatureVerdict.MalformedKey;
        if (exponent.Length is 0 or > MaxExponentBytes || (exponent.Span[^1] & 1) == 0)
            return SignatureVerdict.MalformedKey;
        // With the exponent 1 everything is its own signature.
        if (bits < MinRsaBits || exponent.Span is [1])
            return SignatureVerdict.WeakKey;
        material = new PublicKeyMaterial(PublicKeyKind.Rsa, modulus, exponent, default);
        return SignatureVerdict.Valid;
    }

    // ECParameters as a named curve and ECPoint uncompressed (RFC 5480 2.1.1, 2.2).
    private static SignatureVerdict TryReadPoint(PublicKeyInfo key, out PublicKeyMaterial material)
    {
        material = default;
        var parameters = new DerReader(key.Algorithm.Parameters);
        if (!parameters.NextIs(Asn1Tag.ObjectIdentifier))
            return SignatureVerdict.UnsupportedAlgorithm;
        (NamedCurve Curve, int Length)? known = parameters.ReadOid() switch
        {
            Oids.CurveP256 => (NamedCurve.P256, 32),
            Oids.CurveP384 => (NamedCurve.P384, 48),
            Oids.CurveP521 => (NamedCurve.P521, 66),
            _ => null,
        };
        if (known is not { } found)
            return SignatureVerdict.UnsupportedAlgorithm;
        if (key.Key.Length != 1 + (2 * found.Length) || key.Key.Span[0] != UncompressedPoint)
            return SignatureVerdict.MalformedKey;
        material = new PublicKeyMaterial(
            PublicKeyKind.EllipticCurve, key.Key.Slice(1, found.Length), key.Key[(1 + found.Length)..], found.Curve);
        return SignatureVerdict.Valid;
    }

    // A DER INTEGER without its sign octet; empty for zero and for negative numbers.
    private static ReadOnlyMemory<byte> ToUnsigned(ReadOnlyMemory<byte> integer) => integer.Span[0] switch
    {
        0 => integer[1..],
        < 0x80 => integer,
        _ => default,
    };
}
