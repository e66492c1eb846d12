using System.Collections.Concurrent;
using Staple32.Retrieval;

namespace Staple32.Tests.Revocation;

/// <summary>The network of a test: what stands at which URL. What is not there is 404.</summary>
internal sealed class TestWeb : IHttpTransport
{
    private readonly ConcurrentDictionary<string, Func<HttpQuestion, HttpAnswer>> _places = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Place, TimeSpan Timeout, int MaxBytes)> _asked = new();

    /// <summary>The URLs that were asked at, in order; of OCSP requests that of the responder.</summary>
    public IReadOnlyList<string> Asked => [.. _asked.Select(one => one.Place)];

    public IReadOnlyList<TimeSpan> Timeouts => [.. _asked.Select(one => one.Timeout)];

    public IReadOnlyList<int> Limits => [.. _asked.Select(one => one.MaxBytes)];

    /// <summary>Called with every request, before it is answered.</summary>
    public Action? WhenAsked { get; set; }

    public void Put(string url, byte[] body, string type = "application/pkix-crl") =>
        Put(url, _ => new HttpAnswer(TransportFailure.None, 200, type, body, CacheValidators.None, null, ""));

    public void PutResponse(string url, byte[] response) => Put(url, response, "application/ocsp-response");

    public void Put(string url, Func<HttpQuestion, HttpAnswer> answer) => _places[url] = answer;

    public void Remove(string url) => _places.TryRemove(url, out _);

    public Task<HttpAnswer> SendAsync(HttpQuestion question, TimeSpan timeout, int maxBytes, CancellationToken cancel)
    {
        string url = question.Url.AbsoluteUri;
        // An OCSP request by GET stands behind the responder's URL.
        string place = _places.Keys.Where(known => url.StartsWith(known, StringComparison.Ordinal)).MaxBy(known => known.Length) ?? url;
        _asked.Enqueue((place, timeout, maxBytes));
        WhenAsked?.Invoke();
        HttpAnswer answer = _places.TryGetValue(place, out var script)
            ? script(question)
            : new HttpAnswer(TransportFailure.None, 404, null, ReadOnlyMemory<byte>.Empty, CacheValidators.None, null, "");
        if (answer.Body.Length > maxBytes)
            answer = HttpAnswer.Failed(TransportFailure.TooLarge, "too large", 200);
        return Task.FromResult(answer);
    }
}
