using System.Globalization;
using System.Security.Cryptography;
using Staple32.Certificates;
using Staple32.Log;
using Staple32.Ocsp;
using Staple32.Retrieval;

namespace Staple32.Prefetch;

/// <content>One attempt: from URL to URL until one brings a response.</content>
public sealed partial class Prefetcher
{
    /// <summary>Asks at one URL. Everything that can go wrong ends in the turn going on or ending, never in an exception.</summary>
    private async Task AskAsync(RetrievalTurn turn)
    {
        var index = turn.UrlIndex;
        RetrievalOutcome outcome;
        try
        {
            outcome = await _retriever.RetrieveAsync(Question(turn.Entry, index), turn.Cancel!.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Landed(turn, index, null);
            return;
        }
        catch (Exception e)
        {
            // Not the responder's doing; the entry must not be left without a next attempt.
            outcome = Failed($"{e.GetType().Name}: {e.Message}");
        }

        if (!Landed(turn, index, outcome)) return;
        var newer = false;
        try
        {
            if (outcome.Verdict.Accepted is { } accepted) newer = Accept(turn.Entry, accepted, turn.Entry.Terms.Urls[index].AbsoluteUri);
        }
        catch (Exception e)
        {
            outcome = Failed($"{e.GetType().Name}: {e.Message}");
        }

        GoOn(turn, index, outcome, newer);
    }

    /// <summary>Gives the place back as soon as the answer is here: writing files must not keep requests waiting.</summary>
    /// <returns>Whether anybody still wants the answer.</returns>
    private bool Landed(RetrievalTurn turn, int index, RetrievalOutcome? outcome)
    {
        var entry = turn.Entry;
        var responder = entry.Terms.Responders[index];
        bool wanted;
        lock (_gate)
        {
            // Not disposed of: whoever closes the entry may be cancelling it right now, and it holds nothing.
            turn.Cancel = null;
            _dispatch.Ended(turn, responder);
            wanted = outcome is not null && !entry.IsClosed;
            if (outcome is not null)
            {
                entry.Requests += outcome.RequestsSent;
                Weigh(responder, outcome, turn.Started, _clock.Monotonic, entry.Terms.Settings.MinRetry);
            }
        }

        Pump();
        return wanted;
    }

    private void GoOn(RetrievalTurn turn, int index, RetrievalOutcome outcome, bool newer)
    {
        var entry = turn.Entry;
        lock (_gate)
        {
            var now = _clock.Monotonic;
            turn.Tried++;
            turn.BroughtNewer |= newer;
            if (outcome.RetryAfter is { } pause && (turn.RetryAfter is not { } longest || pause > longest)) turn.RetryAfter = pause;
            var satisfied = false;
            if (outcome.End is RetrievalEnd.Accepted or RetrievalEnd.NotModified)
            {
                entry.PreferredUrl = index;
                entry.Validators = outcome.Validators;
                turn.Problem = null;
                turn.RetryAfter = null;
                // A responder that is behind has said its best; another one may know more.
                satisfied = entry.Validity is { } validity && validity.Covers(_clock.Wall, entry.Terms.Settings.MaxClockSkew);
            }
            else
            {
                turn.Problem = new RetrievalProblem(outcome.End, outcome.Verdict.Refusal, outcome.HttpStatus, outcome.Failure,
                    entry.Terms.Urls[index].AbsoluteUri, outcome.Detail);
                Report(entry, turn.Problem, entry.Terms.Responders[index]);
            }

            if (entry.IsClosed || satisfied) EndTurn(turn, now);
            else Advance(turn, now);
        }

        Pump();
    }

    /// <summary>Installs a response if it says anything new, writes it if it is to be, and tells of it.</summary>
    private bool Accept(ServerResponse entry, AcceptedResponse response, string source)
    {
        if (!Succession.IsNews(response, entry.Held)) return false;
        var audience = entry.Install(response, source, _clock.Wall, out var previous);
        if (_log.IsEnabled(LogLevel.Info))
        {
            _log.Write(LogLevel.Info, string.Create(CultureInfo.InvariantCulture,
                $"{Name(entry)}: {response.Status}, {response.ThisUpdate:u} to {response.EffectiveNextUpdate:u}, from {source}"));
        }

        var error = 0;
        if (entry.Terms.Mode == DirectoryMode.Write && !entry.Terms.Directory!.IsIn(source))
        {
            error = entry.Terms.Directory.Write(entry.EncodedLeaf.Span, response.Encoded.Span, out var detail);
            if (error != 0) _log.WriteFailure(LogLevel.Error, entry.Terms.Directory.Path, $"write error {error}", $"{entry.Terms.Directory.Path}: {detail}");
        }

        entry.Announce(audience, new ResponseUpdate(response, previous, source, error));
        return true;
    }

    private RetrievalQuestion Question(ServerResponse entry, int index)
    {
        var settings = entry.Terms.Settings;
        var leaf = entry.ReadLeaf();
        return new RetrievalQuestion(
            entry.Terms.Urls[index],
            Request(HashAlgorithmName.SHA1),
            () => Request(HashAlgorithmName.SHA256),
            index == entry.PreferredUrl && MayAskIfModified(entry) ? entry.Validators : CacheValidators.None,
            settings.UrlRetrievalTimeout,
            settings.MaxResponseBytes,
            response => Judge(entry, leaf, response));

        ReadOnlyMemory<byte> Request(HashAlgorithmName hash) => OcspRequest.Encode(CertId.Create(leaf, entry.Issuer, hash));
    }

    /// <summary>
    /// Only in the first half of the window: from then on a cache that wrongly answers "unchanged" could cost the staple.
    /// </summary>
    private bool MayAskIfModified(ServerResponse entry)
    {
        if (entry.Validity is not { } validity) return false;
        var window = RefreshWindow.Of(validity, entry.Terms.Settings);
        return _clock.Wall < window.Opens + ((validity.NextUpdate - window.Opens) / 2);
    }

    private OcspVerdict Judge(ServerResponse entry, Certificate leaf, ReadOnlyMemory<byte> response)
    {
        var now = _clock.Wall;
        var verdict = _environment.Judge(response, leaf, entry.Issuer, now, entry.Terms.Verification);
        if (verdict.Accepted is not { } accepted || entry.Held is not { } held) return verdict;
        return !Succession.IsBackwards(accepted, held, now, entry.Terms.Settings.MaxClockSkew)
            ? verdict
            : new OcspVerdict(null, OcspRefusal.OlderThanHeld, string.Create(CultureInfo.InvariantCulture,
                $"thisUpdate {accepted.ThisUpdate:u} is older than {held.ThisUpdate:u} of the response held"));
    }

    private static RetrievalOutcome Failed(string detail) => new(
        RetrievalEnd.TransportError, default, 0, TransportFailure.Other, null, CacheValidators.None, detail, 0);

    private void Report(ServerResponse entry, RetrievalProblem problem, Responder responder)
    {
        var kind = problem.End switch
        {
            RetrievalEnd.TransportError => problem.Failure.ToString(),
            RetrievalEnd.HttpError => string.Create(CultureInfo.InvariantCulture, $"HTTP {problem.HttpStatus}"),
            _ => problem.Refusal.ToString(),
        };
        _log.WriteFailure(LogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"{responder.Host}:{responder.Port}"), kind,
            $"{problem.Source}: {problem.Detail}, for {Name(entry)}");
    }

    private static string Name(ServerResponse entry) => Convert.ToHexString(Digest.Compute(HashAlgorithmName.SHA1, entry.EncodedLeaf.Span));
}
