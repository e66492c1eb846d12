namespace Staple32.Retrieval;

/// <summary>
/// Fetches certificates and CRLs over HTTP and remembers them for all chains of a process. Many threads that want the
/// same URL share one request; a URL that has just failed is left alone for a while. Any thread may call it, and waits.
/// </summary>
public sealed class ObjectFetcher : IObjectFetcher
{
    /// <summary>How long an object is handed out unasked; an older one is asked after, and handed out if nothing comes.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>How long a URL that has failed is not asked again, unless it asked for a longer pause.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause that a server may ask for (Retry-After).</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);

    /// <summary>URLs that are remembered.</summary>
    public const int Capacity = 1024;

    /// <summary>Bytes of objects that are remembered.</summary>
    public const int CapacityBytes = 64 * 1024 * 1024;

    private readonly IHttpTransport _transport;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ObjectMemory _memory = new(Capacity, CapacityBytes);
    private readonly SharedWork<Landing> _work = new();

    public ObjectFetcher(IHttpTransport transport, TimeProvider? time = null)
    {
        _transport = transport;
        _time = time ?? TimeProvider.System;
    }

    public FetchedObject Fetch(FetchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        // As it is sent: without user name and fragment.
        string key = request.Url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        long start = _time.GetTimestamp();
        while (true)
        {
            RememberedObject? known;
            lock (_lock)
                known = _memory.Object(key);
            FetchedObject? fallback = known is null ? null : Weigh(known, request);
            bool isFresh = request.CacheOnly || (known is not null && _time.GetElapsedTime(known.Timestamp) < Lifetime);
            if (fallback is { Bytes: not null } && isFresh)
                return fallback;
            if (request.CacheOnly)
                return Failed(TransportFailure.Other, "not remembered, and nothing else was asked for");

            TimeSpan left = request.Timeout - _time.GetElapsedTime(start);
            FetchedObject brought = Bring(key, request, left, out bool isFinal);
            if (brought.Bytes is not null)
                brought = Weigh(brought, request);
            if (brought.Bytes is not null)
                return brought;
            if (isFinal)
                return fallback is { Bytes: not null } ? fallback : brought;
        }
    }

    /// <summary>Waits for a request that is under way, or sends one.</summary>
    /// <param name="isFinal">False if another caller's request failed that was given less than this one.</param>
    private FetchedObject Bring(string key, FetchRequest request, TimeSpan left, out bool isFinal)
    {
        isFinal = true;
        lock (_lock)
        {
            if (_memory.Failure(key) is { } failure && _time.GetTimestamp() < failure.Until && Applies(failure, request, left))
                return Failed(failure.Failure, $"asked a moment ago: {failure.Detail}");
        }

        if (left <= TimeSpan.Zero)
            return Failed(TransportFailure.Timeout, "no time to ask");
        FetchRequest asked = request with { Timeout = left };
        Landing? landing = _work.Wait(
            key, left, () => FlyAsync(key, asked), e => Land(key, HttpAnswer.Failed(TransportFailure.Other, e.GetType().Name), null, asked), out bool isOurs);
        if (landing is null)
            return Failed(TransportFailure.Timeout, $"no answer within {left.TotalMilliseconds:0} ms");
        isFinal = isOurs || landing.Failure is null || Applies(landing.Failure, request, left);
        return landing.Found;
    }

    private async Task<Landing> FlyAsync(string key, FetchRequest request)
    {
        RememberedObject? known;
        lock (_lock)
            known = _memory.Object(key);
        var question = new HttpQuestion(request.Url, null, known?.Validators ?? CacheValidators.None);
        HttpAnswer answer = await _transport.SendAsync(question, request.Timeout, request.MaxBytes, default).ConfigureAwait(false);
        return Land(key, answer, Read(answer, known), request);
    }

    /// <summary>Remembers what came, or that nothing did.</summary>
    private Landing Land(string key, HttpAnswer answer, RememberedObject? found, FetchRequest request)
    {
        bool isUsable = found is not null && (request.IsUsable?.Invoke(found.Bytes) ?? true);
        RememberedFailure? failure = isUsable ? null : Explain(answer, found is not null, request);
        lock (_lock)
        {
            if (failure is null)
                _memory.Keep(key, found!);
            else
                _memory.Keep(key, failure);
        }

        // What is of no use to the one who asked may be of use to another who waits.
        return new Landing(
            found is null ? Failed(failure!.Failure, failure.Detail) : new FetchedObject(found.Bytes, TransportFailure.None, found.FetchedAt, ""),
            failure);
    }

    private RememberedObject? Read(HttpAnswer answer, RememberedObject? known)
    {
        if (answer.Failure != TransportFailure.None)
            return null;
        if (answer.Status == 304 && known is { Validators.IsEmpty: false })
        {
            CacheValidators validators = answer.Validators.IsEmpty ? known.Validators : answer.Validators;
            return known with { Validators = validators, FetchedAt = _time.GetUtcNow(), Timestamp = _time.GetTimestamp() };
        }

        return answer.Status == 200 ? new RememberedObject(answer.Body, answer.Validators, _time.GetUtcNow(), _time.GetTimestamp()) : null;
    }

    private RememberedFailure Explain(HttpAnswer answer, bool hasBody, FetchRequest request)
    {
        TimeSpan pause = Pause;
        if (answer.Status is 429 or 503 && RetryAfter.Parse(answer.RetryAfter, _time.GetUtcNow()) is { } wanted && wanted > pause)
            pause = wanted < MaxPause ? wanted : MaxPause;
        long until = _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency);
        var (failure, detail) = answer switch
        {
            _ when hasBody => (TransportFailure.Other, "the object is of no use"),
            { Failure: not TransportFailure.None } => (answer.Failure, answer.Detail),
            _ => (TransportFailure.Other, $"HTTP {answer.Status}"),
        };
        return new RememberedFailure(failure, detail, request.Timeout, request.MaxBytes, until);
    }

    /// <summary>Whether a failure would have met this request too: more time or a larger limit could bring more.</summary>
    private static bool Applies(RememberedFailure failure, FetchRequest request, TimeSpan left) => failure.Failure switch
    {
        TransportFailure.Timeout => left <= failure.Timeout,
        TransportFailure.TooLarge => request.MaxBytes <= failure.MaxBytes,
        _ => true,
    };

    private static FetchedObject Weigh(RememberedObject known, FetchRequest request)
    {
        var found = new FetchedObject(known.Bytes, TransportFailure.None, known.FetchedAt, "");
        return request.NotBefore is { } limit && known.FetchedAt <= limit
            ? Failed(TransportFailure.Other, "what is remembered is too old")
            : Weigh(found, request);
    }

    private static FetchedObject Weigh(FetchedObject found, FetchRequest request)
    {
        ReadOnlyMemory<byte> bytes = found.Bytes.GetValueOrDefault();
        if (bytes.Length > request.MaxBytes)
            return Failed(TransportFailure.TooLarge, $"the object is longer than {request.MaxBytes} bytes");
        return request.IsUsable?.Invoke(bytes) ?? true ? found : Failed(TransportFailure.Other, "the object is of no use");
    }

    private static FetchedObject Failed(TransportFailure failure, string detail) => new(null, failure, default, detail);

    /// <summary>What became of a request.</summary>
    /// <param name="Found">For all who wait.</param>
    /// <param name="Failure">What was noted, null if it was of use.</param>
    private sealed record Landing(FetchedObject Found, RememberedFailure? Failure);
}
