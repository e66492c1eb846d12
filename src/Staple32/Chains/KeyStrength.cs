using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>Tells keys that anybody can break.</summary>
internal static class KeyStrength
{
    /// <summary>
    /// True for an RSA key of less than so many bits (MinRsaPubKeyBitLength). A key that cannot be read is not weak: it
    /// just verifies nothing.
    /// </summary>
    public static bool IsWeak(PublicKeyInfo key, int minimumRsaBits) =>
        key.Algorithm.Oid == Oids.RsaEncryption && PublicKeySize.BitsOf(key) is > 0 and int bits && bits < minimumRsaBits;
}
