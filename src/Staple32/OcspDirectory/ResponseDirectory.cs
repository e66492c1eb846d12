using System.Security.Cryptography;

namespace Staple32.OcspDirectory;

/// <summary>
/// An OCSP directory: one file per certificate, written by one library or fleet of them and read by any number of servers,
/// perhaps over a shared file system. Any thread may use it.
/// </summary>
public sealed class ResponseDirectory : IDisposable
{
    /// <summary>How old a half-written file must be to be taken for one whose writer was killed.</summary>
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(10);

    private readonly IFileSystem _files;
    private readonly TimeProvider _time;
    private readonly DirectoryWatch _watch;
    private readonly string _urlPrefix;
    private int _cleaned;

    /// <param name="path">Absolute.</param>
    /// <param name="files">The file system.</param>
    /// <param name="time">For the age of abandoned files.</param>
    /// <param name="changed">Called with the owner given to <see cref="Watch"/> when its file may have changed, on any thread.</param>
    public ResponseDirectory(string path, IFileSystem files, TimeProvider time, Action<object> changed)
    {
        Path = path;
        _files = files;
        _time = time;
        _watch = new DirectoryWatch(path, files, time, changed);
        _urlPrefix = FileUrl.OfDirectory(path);
        Poll = _watch.Poll;
    }

    public string Path { get; }

    /// <summary>Looks for changed files that the system did not tell of; to be called every few seconds while <see cref="IsWatching"/>.</summary>
    public Action Poll { get; }

    public bool IsWatching => _watch.Count > 0;

    /// <summary>Whether a source, as in <see cref="ResponseFile.Url"/>, is a file of this directory.</summary>
    public bool IsIn(string url) => url.StartsWith(_urlPrefix, StringComparison.Ordinal);

    /// <summary>Looks for a certificate's file: by the name it is written under, else by one in another case.</summary>
    public ResponseFile Read(ReadOnlySpan<byte> leaf, int maxBytes)
    {
        var name = ResponseFileName.Of(leaf);
        var url = _urlPrefix + name;
        try
        {
            foreach (var candidate in _watch.NamesFor(name))
            {
                _watch.AboutToRead(candidate);
                if (_files.Read(System.IO.Path.Combine(Path, candidate), maxBytes) is { } content)
                    return new ResponseFile(content, _urlPrefix + candidate, "");
            }

            return new ResponseFile(null, url, "no file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ResponseFile(null, url, e.Message);
        }
    }

    /// <summary>
    /// Writes a certificate's file in one step: whoever reads it, at any moment, reads the one before or this one, whole.
    /// </summary>
    /// <param name="leaf">The certificate's DER, as in all of these.</param>
    /// <param name="response">DER.</param>
    /// <param name="detail">What went wrong.</param>
    /// <returns>0, or the Win32 error.</returns>
    public int Write(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> response, out string detail)
    {
        detail = "";
        var name = ResponseFileName.Of(leaf);
        // Two writers must not meet in one temporary file.
        var unique = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        var temporary = System.IO.Path.Combine(Path, ResponseFileName.Temporary(name, unique));
        try
        {
            if (Interlocked.Exchange(ref _cleaned, 1) == 0) DeleteAbandoned();
            _files.Create(temporary, response);
            _files.Rename(temporary, System.IO.Path.Combine(Path, name));
            return 0;
        }
        catch (Exception e) when (WriteErrors.IsOne(e))
        {
            detail = e.Message;
            TryDelete(temporary);
            return WriteErrors.Of(e);
        }
    }

    /// <summary>Has an owner told whenever the file of a certificate may have changed.</summary>
    public void Watch(ReadOnlySpan<byte> leaf, object owner) => _watch.Add(ResponseFileName.Of(leaf), owner);

    /// <summary>Ends that; does nothing if it was not begun.</summary>
    public void Forget(ReadOnlySpan<byte> leaf, object owner) => _watch.Remove(ResponseFileName.Of(leaf), owner);

    public void Dispose() => _watch.Dispose();

    /// <summary>Half-written files of writers that were killed; those of writers at work are younger.</summary>
    private void DeleteAbandoned()
    {
        foreach (var name in _files.List(Path))
        {
            if (!ResponseFileName.IsTemporary(name)) continue;
            var path = System.IO.Path.Combine(Path, name);
            if (_files.Stamp(path) is { } stamp && _time.GetUtcNow() - stamp.Modified > AbandonedAfter) TryDelete(path);
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            _files.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be written can often not be deleted either; it is not read as a response.
        }
    }
}
