namespace Staple32.Certificates;

/// <summary>What a signature check found.</summary>
public enum SignatureVerdict
{
    Valid,

    /// <summary>The signature is not by that key over that data.</summary>
    Invalid,

    /// <summary>An algorithm, a curve or parameters that are not among those checked here.</summary>
    UnsupportedAlgorithm,

    /// <summary>A digest that is broken: MD2, MD4, MD5.</summary>
    WeakAlgorithm,

    /// <summary>An RSA key under 1024 bits, or one with an exponent that proves nothing.</summary>
    WeakKey,

    /// <summary>The key's encoding does not fit its algorithm.</summary>
    MalformedKey,
}
