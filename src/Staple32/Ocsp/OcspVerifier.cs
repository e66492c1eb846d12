using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Ocsp;

/// <summary>
/// Judges a response, from the wire or from a file, before it is accepted (RFC 6960 3.2 and 4.2). Bytes, certificates and a
/// time in, a verdict out: no clock, no network, no state but a memory of keys and delegated signers.
/// </summary>
public static class OcspVerifier
{
    /// <summary>
    /// Judges a response. Never throws, whatever the bytes are; safe on any number of threads.
    /// </summary>
    /// <remarks>
    /// A response that is past its end is accepted all the same: it may be the latest there is, and whoever hands responses
    /// out looks at the end again at that moment.
    /// </remarks>
    /// <param name="response">The whole OCSPResponse. An accepted one is kept as it is, not copied.</param>
    /// <param name="leaf">The certificate that was asked about.</param>
    /// <param name="issuer">The certificate of its issuer. That it issued the leaf is the chain builder's concern.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="settings">Skew and stand-in validity.</param>
    public static OcspVerdict Verify(
        ReadOnlyMemory<byte> response, Certificate leaf, Certificate issuer, DateTimeOffset now, OcspVerificationSettings settings)
    {
        if (!SignatureVerifier.IsAvailable(out string missing))
            return Refused(OcspRefusal.UnsupportedAlgorithm, missing);
        BasicResponse? basic;
        try
        {
            if (ResponseEnvelope.Open(response, out basic) is { } refused)
                return refused;
        }
        catch (AsnContentException e)
        {
            return Refused(OcspRefusal.NotDer, $"not a well-formed OCSP response: {e.Describe()}");
        }
        return Judge(response, basic!, leaf, issuer, now, settings);
    }

    private static OcspVerdict Judge(
        ReadOnlyMemory<byte> encoded, BasicResponse basic, Certificate leaf, Certificate issuer, DateTimeOffset now, OcspVerificationSettings settings)
    {
        SingleResponse? single = SingleResponseChoice.Find(basic.Responses, leaf, issuer, out string? unknownCritical, out string why);
        if (single is null)
            return Refused(OcspRefusal.NotThisCertificate, $"the response is not about this certificate: {why}");

        SignerCheck.Result signer = SignerCheck.Check(basic, issuer, now);
        if (signer.Refusal != OcspRefusal.None)
            return Refused(signer.Refusal, signer.Detail);

        unknownCritical ??= UnderstoodExtensions.FindUnknownCritical(basic.Extensions);
        if (unknownCritical is not null)
            return Refused(OcspRefusal.CriticalExtension, $"critical extension {unknownCritical}");
        if (RefusedByTime(basic, single, now, settings) is { } refused)
            return refused;
        if (single.Status == SingleStatus.Unknown)
            return Refused(OcspRefusal.StatusUnknown, "the responder does not know the certificate");

        DateTimeOffset end = single.NextUpdate ?? AddSaturating(single.ThisUpdate, settings.ValidityWithoutNextUpdate);
        return new OcspVerdict(
            new AcceptedResponse
            {
                Encoded = encoded,
                Status = single.Status == SingleStatus.Revoked ? OcspCertificateStatus.Revoked : OcspCertificateStatus.Good,
                ProducedAt = basic.ProducedAt,
                ThisUpdate = single.ThisUpdate,
                NextUpdate = single.NextUpdate,
                EffectiveNextUpdate = signer.Delegate?.NotAfter < end ? signer.Delegate.NotAfter : end,
                RevocationTime = single.RevocationTime,
                RevocationReason = single.RevocationReason,
                HashOid = single.CertId.HashOid,
                EncodedDelegate = signer.EncodedDelegate,
            },
            OcspRefusal.None,
            "");
    }

    private static OcspVerdict? RefusedByTime(BasicResponse basic, SingleResponse single, DateTimeOffset now, OcspVerificationSettings settings)
    {
        DateTimeOffset latest = AddSaturating(now, settings.MaxClockSkew);
        if (single.ThisUpdate > latest)
            return Refused(OcspRefusal.ThisUpdateInFuture, $"thisUpdate {single.ThisUpdate:u} is in the future");
        if (basic.ProducedAt > latest)
            return Refused(OcspRefusal.ProducedAtInFuture, $"producedAt {basic.ProducedAt:u} is in the future");
        return single.NextUpdate <= single.ThisUpdate
            ? Refused(OcspRefusal.NextUpdateBeforeThisUpdate, $"nextUpdate {single.NextUpdate:u} is not after thisUpdate {single.ThisUpdate:u}")
            : null;
    }

    // nextUpdate may be 99991231235959Z, "never" in RFC 5280 4.1.2.5.
    private static DateTimeOffset AddSaturating(DateTimeOffset time, TimeSpan span) =>
        DateTimeOffset.MaxValue - time < span ? DateTimeOffset.MaxValue : time + span;

    private static OcspVerdict Refused(OcspRefusal refusal, string detail) => new(null, refusal, detail);
}
