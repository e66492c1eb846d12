using System.Globalization;
using Staple32.Log;
using Staple32.Retrieval;

namespace Staple32.Prefetch;

/// <content>
/// Responders that are down. Certificates that have no other responder are parked there: an outage of ten thousand costs one
/// probe at a time and otherwise nothing, and when the responder is back they follow in step.
/// </content>
public sealed partial class Prefetcher
{
    /// <summary>How far apart certificates follow when a responder that was down answers again.</summary>
    internal static readonly TimeSpan RecoverySpacing = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan s_longestRecovery = TimeSpan.FromSeconds(300);

    private readonly List<Responder> _down = [];

    /// <summary>Where an entry waits that can do nothing before some responder is back; null if it can.</summary>
    private static IndexedHeap<ServerResponse>? Parking(ServerResponse entry)
    {
        foreach (var responder in entry.Terms.Responders)
        {
            if (!responder.IsDown) return null;
        }

        return entry.Terms.Responders[entry.PreferredUrl].Parked;
    }

    /// <summary>Sends out the probes that are due, one for each responder that is down.</summary>
    /// <returns>When the next one is.</returns>
    private long Probe(long now)
    {
        var next = long.MaxValue;
        foreach (var responder in _down)
        {
            while (responder.IsIdle && responder.Parked.TryPeek(out var entry))
            {
                var due = Math.Max(entry.Due, responder.ProbeDue);
                if (due > now)
                {
                    next = Math.Min(next, due);
                    break;
                }

                // It may have waited into the quiet time around its nextUpdate.
                var wall = _clock.Wall;
                var allowed = RefreshSchedule.Next(entry.Validity, wall, 0, entry.Terms.Settings, 0);
                if (allowed == wall)
                {
                    BeginTurn(entry, now);
                    continue;
                }

                entry.Due = now + (allowed - wall).Ticks;
                responder.Parked.Moved(entry);
            }
        }

        return next;
    }

    /// <summary>Learns about a responder's health: an answer is an answer, however useless.</summary>
    private void Weigh(Responder responder, RetrievalOutcome outcome, long started, long now, TimeSpan minRetry)
    {
        if (responder.Users == 0) return;
        if (!IsSilence(outcome))
        {
            if (responder.Answered(now, TimeSpan.FromTicks(now - started))) Recover(responder, now);
            return;
        }

        var wasDown = responder.IsDown;
        responder.Failed(outcome.Failure, now, minRetry * (0.5 + _environment.Random()));
        if (!responder.IsDown) return;
        if (!wasDown)
        {
            _down.Add(responder);
            _log.Write(LogLevel.Warning, string.Create(CultureInfo.InvariantCulture,
                $"{responder.Host}:{responder.Port} failed {responder.Failures} times in a row; it is asked by one request at a time"));
        }

        // Whoever waits would only wait for a timeout of their own.
        foreach (var waiting in _dispatch.Drain(responder))
        {
            waiting.Problem = waiting.NotAsked();
            waiting.Tried++;
            Advance(waiting, now);
        }
    }

    /// <summary>
    /// A responder that was down has answered: those that failed there follow, the one whose staple is lost first going
    /// first, but one after the other and not as a herd.
    /// </summary>
    private void Recover(Responder responder, long now)
    {
        _log.Write(LogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"{responder.Host}:{responder.Port} answers again"));
        _down.Remove(responder);
        _dispatch.Refresh(responder);
        var wall = _clock.Wall;
        List<(long Deadline, ServerResponse Entry)> failed = [];
        Collect(_waiting);
        Collect(responder.Parked);
        foreach (var other in _down) Collect(other.Parked);
        if (failed.Count == 0) return;

        failed.Sort(static (a, b) => a.Deadline.CompareTo(b.Deadline));
        var spacing = Math.Min(RecoverySpacing.Ticks, s_longestRecovery.Ticks / failed.Count);
        for (var i = 0; i < failed.Count; i++)
        {
            var entry = failed[i].Entry;
            var delay = TimeSpan.FromTicks((spacing * i) + (long)(spacing * _environment.Random()));
            // Not in the quiet time around nextUpdate, and of those that were not parked none later than it would have been.
            var allowed = RefreshSchedule.Next(entry.Validity, wall + delay, 0, entry.Terms.Settings, _environment.Random());
            var due = now + (allowed - wall).Ticks;
            entry.Due = entry.Queue == _waiting ? Math.Min(entry.Due, due) : due;
            entry.LeaveQueue();
            entry.Wait(_waiting);
        }

        void Collect(IndexedHeap<ServerResponse> queue)
        {
            foreach (var entry in queue.Items)
            {
                // Of those that wait elsewhere, the ones whose last attempt failed; it may have been at another responder.
                if ((queue != _waiting || entry.Attempts > 0) && Array.IndexOf(entry.Terms.Responders, responder) >= 0)
                    failed.Add((entry.ServedUntil(wall)?.Ticks ?? 0, entry));
            }
        }
    }

    /// <summary>Whether nothing came back, or nothing whole: what counts against a responder's health.</summary>
    private static bool IsSilence(RetrievalOutcome outcome) =>
        outcome.End == RetrievalEnd.TransportError && outcome.RequestsSent > 0
        && outcome.Failure is not (TransportFailure.TooLarge or TransportFailure.HeadersTooLarge
            or TransportFailure.BadRedirect or TransportFailure.ContentEncoding);
}
