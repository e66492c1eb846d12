using Staple32.Ocsp;

namespace Staple32.Retrieval;

/// <summary>One certificate's status, asked for at one URL.</summary>
/// <param name="Url">The responder, http or https, as the certificate names it.</param>
/// <param name="Sha1Request">The DER OCSPRequest whose CertID uses SHA-1.</param>
/// <param name="Sha256Request">Makes the one that uses SHA-256; called only if the responder does not take the first.</param>
/// <param name="Validators">
/// Of the response that is held, if it came from this URL. Leave them out when a cache that wrongly answers "unchanged"
/// could cost the staple, that is when the response held is about to expire.
/// </param>
/// <param name="Timeout">For the whole retrieval, however many requests it takes.</param>
/// <param name="MaxBytes">The longest body accepted.</param>
/// <param name="Judge">Bytes in, verdict out; must not throw.</param>
public sealed record RetrievalQuestion(
    Uri Url,
    ReadOnlyMemory<byte> Sha1Request,
    Func<ReadOnlyMemory<byte>> Sha256Request,
    CacheValidators Validators,
    TimeSpan Timeout,
    int MaxBytes,
    Func<ReadOnlyMemory<byte>, OcspVerdict> Judge);
