using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>Tells keys that anybody can break (MinRsaPubKeyBitLength, whose default on Windows is 1023 bits).</summary>
internal static class KeyStrength
{
    private const int MinimumRsaBits = 1023;

    /// <summary>True for an RSA key of less than 1023 bits. A key that cannot be read is not weak: it just verifies nothing.</summary>
    public static bool IsWeak(PublicKeyInfo key)
    {
        if (key.Algorithm.Oid != Oids.RsaEncryption)
            return false;
        return PublicKeySize.BitsOf(key) is > 0 and < MinimumRsaBits;
    }
}
