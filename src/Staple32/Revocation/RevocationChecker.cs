using Staple32.Asn1;
using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>
/// Says whether certificates are revoked: by OCSP if anybody offers it, else by CRLs. Remembers responses; one per
/// process. Safe for all threads, which wait while something is fetched.
/// </summary>
public sealed class RevocationChecker
{
    private const int MaxDepth = 1;

    private readonly RevocationServices _services;
    private readonly OcspLookup _ocsp;

    public RevocationChecker(RevocationServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _ocsp = new OcspLookup(services);
    }

    /// <summary>The clocks of all checks.</summary>
    public TimeProvider Time => _services.Time;

    /// <summary>Checks one certificate. Never fails: what went wrong is a verdict.</summary>
    public RevocationVerdict Check(RevocationQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question.Issuer is null)
            return new RevocationVerdict(RevocationResult.NoCheck, "the issuer is not known");
        if (!SignatureVerifier.IsAvailable(out string missing))
            return new RevocationVerdict(RevocationResult.NoCheck, missing);

        OcspFinding ocsp = _ocsp.Find(question);
        if (ocsp.Response is { } response)
        {
            if (IsSignerGood(response, question))
                return VerdictOf(response, ocsp.SourceUrl, question);
            ocsp = ocsp with { Detail = "the signer of the response is not known to be good" };
        }

        bool onlyOcsp = (question.Options & RevocationOptions.ServerOcsp) != 0;
        if (onlyOcsp && !ocsp.HasUrls && ocsp.Response is null)
            return new RevocationVerdict(RevocationResult.NotInDatabase, ocsp.Detail);
        RevocationResult failure = ocsp.IsUnknown ? RevocationResult.NotInDatabase : RevocationResult.Offline;
        if (onlyOcsp || (ocsp.HasUrls && (question.Options & RevocationOptions.NoFailoverToCrl) != 0))
            return new RevocationVerdict(failure, ocsp.Detail);

        CrlFinding crl = new CrlCheck(question, _services, (signer, issuer) => IsRevoked(signer, issuer, question)).Run();
        if (crl.Verdict is { } verdict)
            return verdict;
        bool hasSource = ocsp.HasUrls || ocsp.Response is not null || crl.HasSource;
        string detail = (ocsp.HasUrls, crl.HasSource) switch
        {
            (true, true) => $"{ocsp.Detail}; {crl.Detail}",
            (true, false) => ocsp.Detail,
            (false, true) => crl.Detail,
            _ => "neither a responder nor a CRL is named",
        };
        return new RevocationVerdict(hasSource ? failure : RevocationResult.NoCheck, detail);
    }

    private static RevocationVerdict VerdictOf(AcceptedResponse response, string sourceUrl, RevocationQuestion question)
    {
        bool isRevoked = response.Status == OcspCertificateStatus.Revoked && !(response.RevocationTime > question.TimeToUse);
        return new RevocationVerdict(
            isRevoked ? RevocationResult.Revoked : RevocationResult.Good,
            isRevoked ? $"revoked on {response.RevocationTime:u} by an OCSP response" : "")
        {
            Reason = isRevoked ? response.RevocationReason ?? 0 : 0,
            RevocationDate = isRevoked ? response.RevocationTime : null,
            ThisUpdate = response.ThisUpdate,
            BaseCrl = OcspView.Of(response, question.Subject.Certificate, sourceUrl),
            EntryIndex = isRevoked ? 0 : -1,
            Response = response,
        };
    }

    private bool IsSignerGood(AcceptedResponse response, RevocationQuestion question)
    {
        if ((question.Options & RevocationOptions.CheckOcspSigner) == 0
            || response.EncodedDelegate.IsEmpty
            || question.Depth >= MaxDepth
            || !Certificate.TryParse(response.EncodedDelegate, out Certificate? signer)
            || signer.FindExtension(Oids.OcspNoCheck) is not null)
        {
            return true;
        }

        return Check(Deeper(new StoredCertificate(signer), question.Issuer!, question)).Result == RevocationResult.Good;
    }

    // RFC 5280 would have every certificate of a CRL signer's path known to be good; but a CA that says nothing about its
    // own signer has not withdrawn it either.
    private bool IsRevoked(StoredCertificate signer, StoredCertificate issuer, RevocationQuestion question) =>
        Check(Deeper(signer, issuer, question)).Result == RevocationResult.Revoked;

    /// <summary>The same question about a certificate that vouches for the first one; nobody has to vouch for that.</summary>
    private static RevocationQuestion Deeper(StoredCertificate subject, StoredCertificate issuer, RevocationQuestion question) => question with
    {
        Subject = subject,
        Issuer = issuer,
        TimeToUse = null,
        Options = question.Options & (RevocationOptions.CacheOnly | RevocationOptions.OcspWireOnly),
        SignerJudge = null,
        Depth = question.Depth + 1,
    };
}
