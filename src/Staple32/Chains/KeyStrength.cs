using System.Formats.Asn1;
using System.Numerics;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>Tells keys that anybody can break (MinRsaPubKeyBitLength, whose default on Windows is 1023 bits).</summary>
internal static class KeyStrength
{
    private const string RsaEncryptionOid = "1.2.840.113549.1.1.1";
    private const int MinimumRsaBits = 1023;

    /// <summary>True for an RSA key of less than 1023 bits. A key that cannot be read is not weak: it just verifies nothing.</summary>
    public static bool IsWeak(PublicKeyInfo key)
    {
        if (key.Algorithm.Oid != RsaEncryptionOid)
            return false;
        try
        {
            var reader = new AsnReader(key.Key, AsnEncodingRules.DER);
            ReadOnlySpan<byte> modulus = reader.ReadSequence().ReadIntegerBytes().Span.TrimStart((byte)0);
            return modulus.IsEmpty
                || ((modulus.Length - 1) * 8) + BitOperations.Log2(modulus[0]) + 1 < MinimumRsaBits;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
