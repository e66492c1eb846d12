using Staple32.Log;
using Staple32.Ocsp;
using Staple32.Retrieval;

namespace Staple32.Prefetch;

/// <content>The OCSP directory: read at Open, and with READ whenever a file has changed.</content>
public sealed partial class Prefetcher
{
    /// <summary>Starts a new entry: from its file if it has one, else from the network.</summary>
    private void Begin(ServerResponse entry)
    {
        lock (_gate)
        {
            if (entry.IsClosed) return;
            if (entry.Terms.Mode == DirectoryMode.None) BeginTurn(entry, _clock.Monotonic);
            else entry.FileReads = 1;
        }

        if (entry.Terms.Mode != DirectoryMode.None) _environment.Run(() => ReadFile(entry));
        Pump();
    }

    /// <summary>The directory says that an entry's file may have changed.</summary>
    private void FileChanged(ServerResponse entry)
    {
        lock (_gate)
        {
            if (entry.IsClosed) return;
            // One that is being read right now may have been read too early.
            entry.FileReads++;
            if (entry.FileReads > 1)
            {
                entry.FileReads = 2;
                return;
            }
        }

        _environment.Run(() => ReadFile(entry));
    }

    private void ReadFile(ServerResponse entry)
    {
        var directory = entry.Terms.Directory!;
        // Before the first look, so that no change falls between the two.
        if (entry.Terms.Mode == DirectoryMode.Read) directory.Watch(entry.EncodedLeaf.Span, entry);
        bool again;
        do
        {
            RetrievalProblem? problem;
            try
            {
                problem = ReadFileOnce(entry);
            }
            catch (Exception e)
            {
                problem = FileProblem(OcspRefusal.None, directory.Path, $"{e.GetType().Name}: {e.Message}");
            }

            lock (_gate)
            {
                again = entry.FileReads > 1 && !entry.IsClosed;
                entry.FileReads = again ? 1 : 0;
                if (!again && !entry.IsClosed) FileRead(entry, problem);
            }
        }
        while (again);
        Pump();
        // An entry that was closed meanwhile may have been forgotten before it was watched.
        if (entry.IsClosed) directory.Forget(entry.EncodedLeaf.Span, entry);
    }

    /// <summary>Verifies a file like a response from the wire and installs what is new.</summary>
    /// <returns>Why it brought nothing, if it should have.</returns>
    private RetrievalProblem? ReadFileOnce(ServerResponse entry)
    {
        var directory = entry.Terms.Directory!;
        var file = directory.Read(entry.EncodedLeaf.Span, entry.Terms.Settings.MaxResponseBytes);
        if (file.Content is not { } content) return FileProblem(OcspRefusal.None, file.Url, file.Detail);
        var verdict = Judge(entry, entry.ReadLeaf(), content);
        if (verdict.Accepted is not { } accepted) return FileProblem(verdict.Refusal, file.Url, verdict.Detail);
        // Of a restart only what can be stapled is of use: the network knows the latest.
        var isOfUse = entry.Terms.Mode == DirectoryMode.Read
            || Succession.Validity(accepted).Covers(_clock.Wall, entry.Terms.Settings.MaxClockSkew);
        if (isOfUse) Accept(entry, accepted, file.Url);
        return null;
    }

    private void FileRead(ServerResponse entry, RetrievalProblem? problem)
    {
        var now = _clock.Monotonic;
        if (problem is not null && !(problem.Refusal == OcspRefusal.None && entry.Terms.Mode == DirectoryMode.Write))
            _log.WriteFailure(LogLevel.Warning, entry.Terms.Directory!.Path, problem.Refusal.ToString(), $"{problem.Source}: {problem.Detail}");
        if (entry.Terms.Mode == DirectoryMode.Read)
        {
            entry.Problem = problem;
            entry.Failures = problem is null ? 0 : Math.Min(entry.Failures, int.MaxValue - 1) + 1;
            entry.LastAttempt = now;
            entry.Retrievals++;
            CompleteFirst(entry);
            return;
        }

        var wall = _clock.Wall;
        var due = RefreshSchedule.Next(entry.Validity, wall, 0, entry.Terms.Settings, _environment.Random());
        if (due > wall)
        {
            Await(entry, now, due - wall);
            CompleteFirst(entry);
        }
        else
        {
            BeginTurn(entry, now);
        }
    }

    private void PollDirectories()
    {
        foreach (var (directory, _) in _terms.Directories)
        {
            if (directory.IsWatching) _environment.Run(directory.Poll);
        }
    }

    private static RetrievalProblem FileProblem(OcspRefusal refusal, string url, string detail) => new(
        refusal == OcspRefusal.None ? RetrievalEnd.TransportError : RetrievalEnd.Refused,
        refusal, 0, refusal == OcspRefusal.None ? TransportFailure.Other : TransportFailure.None, url, detail);
}
