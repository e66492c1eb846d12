using System.Formats.Asn1;
using System.Numerics;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>The length of a public key in bits, as key policies count it.</summary>
public static class PublicKeySize
{
    /// <summary>
    /// RSA: the modulus; DSA and Diffie-Hellman: the prime of the parameters; elliptic keys: the field of a named curve.
    /// </summary>
    /// <returns>0 if the algorithm or curve is unknown or the encoding is not what the algorithm asks for.</returns>
    public static int BitsOf(AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key)
    {
        try
        {
            return algorithm.Oid switch
            {
                Oids.RsaEncryption or Oids.RsaPss => FirstIntegerOf(key),
                Oids.Dsa or Oids.DiffieHellman or Oids.DhPublicNumber => FirstIntegerOf(algorithm.Parameters),
                Oids.EcPublicKey or Oids.EcDiffieHellman => CurveOf(algorithm.Parameters) is { } curve ? NamedCurves.BitsOf(curve) : 0,
                _ => 0,
            };
        }
        catch (AsnContentException)
        {
            return 0;
        }
    }

    /// <summary>As the other overload, of a certificate's key.</summary>
    internal static int BitsOf(PublicKeyInfo key) => BitsOf(key.Algorithm, key.Key);

    private static string? CurveOf(ReadOnlyMemory<byte> parameters)
    {
        var reader = new DerReader(parameters);
        return reader.NextIs(Asn1Tag.ObjectIdentifier) ? reader.ReadOid() : null;
    }

    // RSAPublicKey (RFC 8017 A.1.1), Dss-Parms and DomainParameters (RFC 3279 2.3) all begin with the number that counts.
    private static int FirstIntegerOf(ReadOnlyMemory<byte> sequence)
    {
        DerReader numbers = new DerReader(sequence).ReadSequence();
        ReadOnlySpan<byte> number = numbers.ReadInteger().Span;
        if (number[0] >= 0x80)
            return 0;
        number = number.TrimStart((byte)0);
        return number.IsEmpty ? 0 : ((number.Length - 1) * 8) + BitOperations.Log2(number[0]) + 1;
    }
}
