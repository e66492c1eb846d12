using Staple32.OcspDirectory;

namespace Staple32.Prefetch;

/// <summary>
/// The terms, responders and directories that entries share, each kept while somebody uses it. Guarded by the prefetcher's
/// lock.
/// </summary>
internal sealed class TermsTable(Func<string, ResponseDirectory> openDirectory)
{
    private readonly Dictionary<TermsKey, EntryTerms> _terms = [];
    private readonly Dictionary<(string Host, int Port), Responder> _responders = [];
    private readonly Dictionary<string, (ResponseDirectory Directory, int Users)> _directories = [];

    public Dictionary<string, (ResponseDirectory Directory, int Users)>.ValueCollection Directories => _directories.Values;

    /// <summary>Finds or makes the terms of a request, and counts a user.</summary>
    public EntryTerms Acquire(ServerResponseRequest request)
    {
        var key = KeyOf(request);
        if (!_terms.TryGetValue(key, out var terms))
        {
            var urls = request.Urls.ToArray();
            var responders = Array.ConvertAll(urls, AcquireResponder);
            terms = new EntryTerms(key, urls, responders, key.Directory is null ? null : AcquireDirectory(key.Directory));
            _terms.Add(key, terms);
        }

        terms.Users++;
        return terms;
    }

    /// <returns>The directory that nobody uses any more, to be disposed of without the lock; else null.</returns>
    public ResponseDirectory? Release(EntryTerms terms)
    {
        if (--terms.Users > 0) return null;
        _terms.Remove(terms.Key);
        foreach (var responder in terms.Responders)
        {
            if (--responder.Users == 0) _responders.Remove((responder.Host, responder.Port));
        }

        return terms.Key.Directory is { } path ? ReleaseDirectory(path) : null;
    }

    private static TermsKey KeyOf(ServerResponseRequest request)
    {
        var urls = request.Urls.Count == 1
            ? request.Urls[0].AbsoluteUri
            : string.Join('\n', request.Urls.Select(static url => url.AbsoluteUri));
        var directory = request.Mode == DirectoryMode.None ? null : Path.GetFullPath(request.Directory!);
        return new TermsKey(urls, request.Settings, request.Mode, directory);
    }

    private Responder AcquireResponder(Uri url)
    {
        var key = (url.IdnHost, url.Port);
        if (!_responders.TryGetValue(key, out var responder))
        {
            responder = new Responder(key.IdnHost, key.Port);
            _responders.Add(key, responder);
        }

        responder.Users++;
        return responder;
    }

    private ResponseDirectory AcquireDirectory(string path)
    {
        var (directory, users) = _directories.TryGetValue(path, out var known) ? known : (openDirectory(path), 0);
        _directories[path] = (directory, users + 1);
        return directory;
    }

    private ResponseDirectory? ReleaseDirectory(string path)
    {
        var (directory, users) = _directories[path];
        if (users > 1)
        {
            _directories[path] = (directory, users - 1);
            return null;
        }

        _directories.Remove(path);
        return directory;
    }
}
