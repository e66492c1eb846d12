using Staple32.Ocsp;

namespace Staple32.Retrieval;

/// <summary>
/// Asks for one certificate's status at one URL. GET first, and once more with POST if HTTP or a cache stood in the way
/// (RFC 6960 A.1, RFC 5019 5); SHA-1 in the CertID first, and once more with SHA-256 if the responder does not know the
/// certificate under it. What worked is remembered per responder and goes first next time; if it fails then, the other
/// way is tried. So at most three requests, all of them within one timeout.
/// </summary>
public sealed class Retriever(IHttpTransport transport, ResponderMemory memory, TimeProvider time)
{
    /// <summary>What a single answer says about where to go from there.</summary>
    private enum Next
    {
        Stop,
        OtherMethod,
        OtherHash,
    }

    /// <summary>Never faults, whatever the responder does.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> fired.</exception>
    public async Task<RetrievalOutcome> RetrieveAsync(RetrievalQuestion question, CancellationToken cancel)
    {
        long start = time.GetTimestamp();
        ResponderHabits known = memory.Recall(question.Url, time);
        bool sha256 = known.Sha256;
        bool methodChanged = false;
        bool hashChanged = false;
        ReadOnlyMemory<byte> request = sha256 ? question.Sha256Request() : question.Sha1Request;
        Uri? getUrl = OcspUrl.ForGet(question.Url, request.Span);
        bool post = known.Post || getUrl is null;
        string story = "";
        RetrievalOutcome? last = null;
        for (int sent = 1; ; sent++)
        {
            TimeSpan left = question.Timeout - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return last ?? End(RetrievalEnd.TransportError, "no time to ask") with { Failure = TransportFailure.Timeout };
            CacheValidators validators = post ? CacheValidators.None : question.Validators;
            var ask = post ? new HttpQuestion(question.Url, request, validators) : new HttpQuestion(getUrl!, null, validators);
            HttpAnswer answer = await transport.SendAsync(ask, left, question.MaxBytes, cancel).ConfigureAwait(false);
            var (outcome, next) = Weigh(answer, question.Judge, validators, post);

            story += $"{(sent > 1 ? "; " : "")}{(post ? "POST" : "GET")}{(sha256 ? " with SHA-256" : "")}: {outcome.Detail}";
            last = outcome with { Detail = story, RequestsSent = sent, RetryAfter = outcome.RetryAfter ?? last?.RetryAfter };
            Learn(question.Url, known, outcome, next, methodChanged ? post : null, hashChanged ? sha256 : null);
            if (outcome.RetryAfter > TimeSpan.Zero)
                return last;
            if (next == Next.OtherMethod && !methodChanged && getUrl is not null)
            {
                methodChanged = true;
                post = !post;
            }
            else if (next == Next.OtherHash && !hashChanged)
            {
                hashChanged = true;
                sha256 = !sha256;
                request = sha256 ? question.Sha256Request() : question.Sha1Request;
                getUrl = OcspUrl.ForGet(question.Url, request.Span);
                post |= getUrl is null;
            }
            else
            {
                return last;
            }
        }
    }

    private (RetrievalOutcome Outcome, Next Next) Weigh(
        HttpAnswer answer, Func<ReadOnlyMemory<byte>, OcspVerdict> judge, CacheValidators sent, bool post)
    {
        int status = answer.Status;
        // A page that somebody else put in the way is recognised by its type, even if it was too long to read.
        bool wrongType = status == 200 && !IsOcspResponse(answer.MediaType)
            && answer.Failure is TransportFailure.None or TransportFailure.TooLarge or TransportFailure.ContentEncoding;
        if (wrongType)
            return (End(RetrievalEnd.HttpError, $"media type {LogText.Clean(answer.MediaType)}", status), Next.OtherMethod);
        if (answer.Failure != TransportFailure.None)
        {
            return (End(RetrievalEnd.TransportError, answer.Detail, status) with { Failure = answer.Failure },
                answer.Failure == TransportFailure.ContentEncoding ? Next.OtherMethod : Next.Stop);
        }

        if (status == 304 && !sent.IsEmpty)
        {
            CacheValidators validators = answer.Validators.IsEmpty ? sent : answer.Validators;
            return (End(RetrievalEnd.NotModified, "not modified", status) with { Validators = validators }, Next.Stop);
        }

        if (status != 200)
        {
            TimeSpan? retryAfter = status is 429 or 503 ? RetryAfter.Parse(answer.RetryAfter, time.GetUtcNow()) : null;
            // 407 is the proxy's, which does not care about the method.
            Next next = status is >= 400 and < 600 and not 407 ? Next.OtherMethod : Next.Stop;
            return (End(RetrievalEnd.HttpError, $"HTTP {status}", status) with { RetryAfter = retryAfter }, next);
        }

        OcspVerdict verdict = judge(answer.Body);
        if (verdict.Accepted is not null)
        {
            // The validators of an answer to POST describe nothing that GET could ask for (RFC 9110 9.3.3).
            CacheValidators validators = post ? CacheValidators.None : answer.Validators;
            return (End(RetrievalEnd.Accepted, "accepted", status) with { Verdict = verdict, Validators = validators }, Next.Stop);
        }

        string why = verdict.Detail.Length > 0 ? verdict.Detail : verdict.Refusal.ToString();
        return (End(RetrievalEnd.Refused, why, status) with { Verdict = verdict }, verdict.Refusal switch
        {
            OcspRefusal.NotDer or OcspRefusal.TrailingBytes => Next.OtherMethod,
            OcspRefusal.Unauthorized or OcspRefusal.MalformedRequest => Next.OtherHash,
            _ => Next.Stop,
        });
    }

    /// <summary>A method has worked when something of OCSP came back; a hash, when the response was accepted.</summary>
    private void Learn(Uri url, ResponderHabits known, RetrievalOutcome outcome, Next next, bool? post, bool? sha256)
    {
        bool understood = outcome.End is RetrievalEnd.Accepted or RetrievalEnd.NotModified or RetrievalEnd.Refused
            && next != Next.OtherMethod;
        if (!understood)
            return;
        bool accepted = outcome.End != RetrievalEnd.Refused;
        var learned = new ResponderHabits(post ?? known.Post, accepted && sha256 is not null ? sha256.Value : known.Sha256);
        if (learned != known)
            memory.Remember(url, learned, time);
    }

    /// <summary>The type may have parameters and any case; a missing one is made up for by a body that parses.</summary>
    private static bool IsOcspResponse(string? mediaType)
    {
        if (mediaType is null)
            return true;
        ReadOnlySpan<char> type = mediaType;
        int parameters = type.IndexOf(';');
        if (parameters >= 0)
            type = type[..parameters];
        return type.Trim().Equals("application/ocsp-response", StringComparison.OrdinalIgnoreCase);
    }

    private static RetrievalOutcome End(RetrievalEnd end, string detail, int status = 0) =>
        new(end, default, status, TransportFailure.None, null, CacheValidators.None, detail, 0);
}
