namespace Staple32.Ocsp;

/// <summary>Why a response was not accepted: one value per rule it can break.</summary>
public enum OcspRefusal
{
    /// <summary>Not refused.</summary>
    None,

    // The encoding and the outer layer (RFC 6960 4.2.1).

    /// <summary>Not one well-formed DER OCSPResponse.</summary>
    NotDer,

    /// <summary>Something follows the response.</summary>
    TrailingBytes,

    /// <summary>responseStatus malformedRequest.</summary>
    MalformedRequest,

    /// <summary>responseStatus internalError.</summary>
    InternalError,

    /// <summary>responseStatus tryLater.</summary>
    TryLater,

    /// <summary>responseStatus sigRequired.</summary>
    SigRequired,

    /// <summary>responseStatus unauthorized.</summary>
    Unauthorized,

    /// <summary>A responseStatus that RFC 6960 does not define.</summary>
    UnknownResponseStatus,

    /// <summary>A successful response without responseBytes.</summary>
    NoResponseBytes,

    /// <summary>responseType other than id-pkix-ocsp-basic.</summary>
    UnknownResponseType,

    /// <summary>A version other than 1.</summary>
    UnknownVersion,

    // What the response is about.

    /// <summary>No SingleResponse for the certificate asked about.</summary>
    NotThisCertificate,

    /// <summary>certStatus unknown.</summary>
    StatusUnknown,

    /// <summary>A critical extension that is not understood.</summary>
    CriticalExtension,

    // Who signed it, in the order of the checks: of several candidates the one that came furthest is reported.

    /// <summary>More embedded certificates than are looked at.</summary>
    TooManyCertificates,

    /// <summary>The responderID names neither the issuer nor an embedded certificate.</summary>
    SignerNotFound,

    /// <summary>The signer is not the issuer and may not sign for it.</summary>
    SignerNotAuthorized,

    /// <summary>The delegated signer's certificate is not valid now.</summary>
    SignerNotTimeValid,

    /// <summary>The signature does not verify.</summary>
    SignatureInvalid,

    /// <summary>A digest that is broken (MD2, MD4, MD5).</summary>
    WeakAlgorithm,

    /// <summary>An RSA key under 1024 bits.</summary>
    WeakKey,

    /// <summary>A signature algorithm that the platform's cryptography lacks.</summary>
    UnsupportedAlgorithm,

    // Time.

    /// <summary>thisUpdate is further in the future than the allowed skew.</summary>
    ThisUpdateInFuture,

    /// <summary>producedAt is further in the future than the allowed skew.</summary>
    ProducedAtInFuture,

    /// <summary>nextUpdate is not after thisUpdate.</summary>
    NextUpdateBeforeThisUpdate,

    /// <summary>thisUpdate is older than that of a response which is held and still valid.</summary>
    OlderThanHeld,
}
