using System.Security.Cryptography;
using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.Retrieval;
using Staple32.Stores;

namespace Staple32.Revocation;

/// <summary>What OCSP says about one certificate.</summary>
/// <param name="Response">A response that is current; null if there is none.</param>
/// <param name="SourceUrl">Where it came from; empty if not from the network.</param>
/// <param name="HasUrls">Whether there is anybody to ask.</param>
/// <param name="IsUnknown">Whether a responder has said that it does not know the certificate.</param>
/// <param name="Detail">Why there is no response: one line for logs.</param>
internal readonly record struct OcspFinding(AcceptedResponse? Response, string SourceUrl, bool HasUrls, bool IsUnknown, string Detail);

/// <summary>
/// Finds a current OCSP response: the one that the certificate carries, one that is remembered, or one from the network.
/// A responder that has just failed is left alone for a while. Any thread may use it, and waits.
/// </summary>
internal sealed class OcspLookup(RevocationServices services)
{
    /// <summary>Responses that are remembered, and failures.</summary>
    private const int Capacity = 4096;

    private readonly Retriever _retriever = new(services.Transport, services.Responders, services.Time);
    private readonly SharedWork<RetrievalOutcome> _work = new();
    private readonly RecentTable<string, Remembered> _responses = new(Capacity);
    private readonly RecentTable<string, Failure> _failures = new(Capacity);

    /// <summary>Looks for a response about <see cref="RevocationQuestion.Subject"/>, whose issuer must be known.</summary>
    public OcspFinding Find(RevocationQuestion question)
    {
        StoredCertificate subject = question.Subject;
        Certificate issuer = question.Issuer!.Certificate;
        IReadOnlyList<Uri> urls = ResponderUrls.Of(subject.Certificate, subject.Properties.Get(PropertyIds.AuthorityInfoAccess));
        string key = Convert.ToHexString(subject.Certificate.Sha256Thumbprint.Span) + Convert.ToHexString(issuer.Sha256Thumbprint.Span);
        if ((question.Options & RevocationOptions.OcspWireOnly) == 0)
        {
            if (subject.Properties.Get(PropertyIds.OcspResponse) is { } attached
                && Judge(attached, question).Accepted is { } own && IsCurrent(own, question))
            {
                return new OcspFinding(own, "", urls.Count > 0, false, "");
            }

            if (_responses.TryGet(key, out Remembered? known) && IsCurrent(known!.Response, question)
                && !(known.FetchedAt <= question.Resync))
            {
                return new OcspFinding(known.Response, known.Url, urls.Count > 0, false, "");
            }
        }

        if ((question.Options & RevocationOptions.CacheOnly) != 0)
            return new OcspFinding(null, "", urls.Count > 0, false, "no current response is remembered");
        return Ask(question, key, urls);
    }

    private OcspFinding Ask(RevocationQuestion question, string key, IReadOnlyList<Uri> urls)
    {
        bool isUnknown = false;
        string detail = urls.Count > 0 ? "" : "no responder is named";
        foreach (Uri url in urls)
        {
            Answer answer = question.Budget.Spend(limit => Ask(question, key, url, limit));
            if (answer.Response is { } response)
                return new OcspFinding(response, url.AbsoluteUri, true, false, "");
            isUnknown |= answer.IsUnknown;
            detail = $"{LogText.Clean(url.AbsoluteUri)}: {answer.Detail}";
        }

        return new OcspFinding(null, "", urls.Count > 0, isUnknown, detail);
    }

    private Answer Ask(RevocationQuestion question, string key, Uri url, TimeSpan limit)
    {
        string place = $"{url.AbsoluteUri} {key}";
        bool wireOnly = (question.Options & RevocationOptions.OcspWireOnly) != 0;
        if (!wireOnly && (Recall(url.AbsoluteUri, limit) ?? Recall(place, limit)) is { } failed)
            return new Answer(null, failed.IsUnknown, $"asked a moment ago: {failed.Detail}");
        if (limit <= TimeSpan.Zero)
            return new Answer(null, false, "no time to ask");

        RetrievalOutcome? outcome = _work.Wait(
            place, limit, () => RetrieveAsync(question, key, url, place, limit), static e => Faulted(e), out _);
        if (outcome is null)
            return new Answer(null, false, $"no answer within {limit.TotalMilliseconds:0} ms");
        if (outcome.Verdict.Accepted is not { } accepted)
            return new Answer(null, outcome.Verdict.Refusal == OcspRefusal.StatusUnknown, outcome.Detail);
        return IsCurrent(accepted, question)
            ? new Answer(accepted, false, "")
            : new Answer(null, false, $"the response of {accepted.ThisUpdate:u} is too old");
    }

    private async Task<RetrievalOutcome> RetrieveAsync(RevocationQuestion question, string key, Uri url, string place, TimeSpan limit)
    {
        RetrievalOutcome outcome = await _retriever.RetrieveAsync(Ask(question, url, limit), default).ConfigureAwait(false);
        if (outcome.Verdict.Accepted is { } accepted)
            Remember(key, accepted, url);
        if (outcome.Verdict.Accepted is null || !IsCurrent(outcome.Verdict.Accepted, question))
        {
            // What went wrong before there was a response would go wrong for any other certificate too.
            bool concernsAll = outcome.End is RetrievalEnd.TransportError or RetrievalEnd.HttpError;
            Note(concernsAll ? url.AbsoluteUri : place, outcome, limit);
        }

        return outcome;
    }

    private RetrievalQuestion Ask(RevocationQuestion question, Uri url, TimeSpan limit)
    {
        return new RetrievalQuestion(
            url, Request(HashAlgorithmName.SHA1), () => Request(HashAlgorithmName.SHA256), CacheValidators.None, limit,
            services.MaxResponseBytes, response => Judge(response, question));

        ReadOnlyMemory<byte> Request(HashAlgorithmName hash) =>
            OcspRequest.Encode(CertId.Create(question.Subject.Certificate, question.Issuer!.Certificate, hash));
    }

    private OcspVerdict Judge(ReadOnlyMemory<byte> response, RevocationQuestion question) => OcspVerifier.Verify(
        response, question.Subject.Certificate, question.Issuer!.Certificate, question.Now, services.Verification);

    private static bool IsCurrent(AcceptedResponse response, RevocationQuestion question) => question.MaxAge is { } age
        ? question.Now - response.ThisUpdate <= age
        : question.Now < response.EffectiveNextUpdate;

    private void Remember(string key, AcceptedResponse response, Uri url)
    {
        // A stale copy from somebody's cache does not take the place of a newer one.
        if (_responses.TryGet(key, out Remembered? known) && ResponseOrder.IsBackwards(response, known!.Response, services.Time.GetUtcNow()))
            return;
        _responses.Set(key, new Remembered(response, services.Time.GetUtcNow(), url.AbsoluteUri));
    }

    private void Note(string place, RetrievalOutcome outcome, TimeSpan limit)
    {
        TimeSpan pause = ObjectFetcher.Pause;
        if (outcome.RetryAfter is { } wanted && wanted > pause)
            pause = wanted < ObjectFetcher.MaxPause ? wanted : ObjectFetcher.MaxPause;
        long until = services.Time.GetTimestamp() + (long)(pause.TotalSeconds * services.Time.TimestampFrequency);
        bool isUnknown = outcome.Verdict.Refusal == OcspRefusal.StatusUnknown;
        TimeSpan most = outcome.Failure == TransportFailure.Timeout ? limit : TimeSpan.MaxValue;
        _failures.Set(place, new Failure(outcome.Detail, isUnknown, most, until));
    }

    /// <summary>A failure that would meet this request too.</summary>
    private Failure? Recall(string place, TimeSpan limit) =>
        _failures.TryGet(place, out Failure? failure) && services.Time.GetTimestamp() < failure!.Until && limit <= failure.Limit ? failure : null;

    private static RetrievalOutcome Faulted(Exception e) =>
        new(RetrievalEnd.TransportError, default, 0, TransportFailure.Other, null, CacheValidators.None, e.GetType().Name, 0);

    private readonly record struct Answer(AcceptedResponse? Response, bool IsUnknown, string Detail);

    private sealed record Remembered(AcceptedResponse Response, DateTimeOffset FetchedAt, string Url);

    /// <param name="Detail">One line for logs.</param>
    /// <param name="IsUnknown">Whether the responder does not know the certificate.</param>
    /// <param name="Limit">A request that has more time than this is worth a try.</param>
    /// <param name="Until">When it may be asked again; monotonic clock.</param>
    private sealed record Failure(string Detail, bool IsUnknown, TimeSpan Limit, long Until);
}
