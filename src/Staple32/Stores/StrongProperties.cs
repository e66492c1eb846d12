using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>What a policy about strong signatures asks of a CRL, as properties (CRL_FIND_ISSUED_FOR_SET_STRONG_PROPERTIES_FLAG).</summary>
public static class StrongProperties
{
    /// <summary>Sets how the CRL was signed (CERT_SIGN_HASH_CNG_ALG_PROP_ID) and the bits of its issuer's key. What cannot be told is not set.</summary>
    /// <param name="element">The CRL.</param>
    /// <param name="issuer">Whose key signed it; the signature is not verified here.</param>
    public static void Set(StoredCrl element, Certificate issuer)
    {
        _ = ComputedProperties.Get(element, PropertyIds.SignatureHashAlgorithm);
        if (ComputedProperties.Of(issuer, PropertyIds.SubjectPublicKeyBitLength) is { } bits)
            element.Properties.Set(PropertyIds.IssuerPublicKeyBitLength, bits);
    }
}
