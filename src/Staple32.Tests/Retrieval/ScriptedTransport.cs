using Staple32.Retrieval;

namespace Staple32.Tests.Retrieval;

/// <summary>Answers questions from a function instead of a network, and remembers them.</summary>
public sealed class ScriptedTransport(Func<HttpQuestion, HttpAnswer> script) : IHttpTransport
{
    public List<HttpQuestion> Questions { get; } = [];

    public List<TimeSpan> Timeouts { get; } = [];

    /// <summary>GET or POST of each question, in order.</summary>
    public IEnumerable<string> Methods => Questions.Select(question => question.PostBody is null ? "GET" : "POST");

    public Task<HttpAnswer> SendAsync(HttpQuestion question, TimeSpan timeout, int maxBytes, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Questions.Add(question);
        Timeouts.Add(timeout);
        return Task.FromResult(script(question));
    }

    /// <summary>An answer with a status and, for 200, a body.</summary>
    public static HttpAnswer Answer(
        int status, byte[]? body = null, string? type = "application/ocsp-response", CacheValidators? validators = null, string? retryAfter = null) =>
        new(TransportFailure.None, status, type, body ?? [], validators ?? CacheValidators.None, retryAfter, "");
}
