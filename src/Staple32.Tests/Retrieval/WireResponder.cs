using Staple32.Tests.Pki;

namespace Staple32.Tests.Retrieval;

/// <summary>Answers a <see cref="FaultyServer"/>'s requests as a right OCSP responder does, reading them with BouncyCastle.</summary>
public static class WireResponder
{
    /// <param name="answer">The response to a request, DER; may be anything.</param>
    /// <param name="type">The media type.</param>
    public static Func<Exchange, Task> Answering(Func<TestRequest, byte[]> answer, string? type = Faults.OcspType) =>
        exchange => exchange.AnswerAsync(200, type, answer(Read(exchange.Request)));

    /// <summary>The OCSP request in a GET's last path segment or a POST's body.</summary>
    public static TestRequest Read(RecordedRequest request)
    {
        if (request.Method == "POST")
        {
            return request.Header("Content-Type") == "application/ocsp-request"
                ? TestRequest.Read(request.Body)
                : throw new InvalidDataException("a POST of another type");
        }

        string name = request.Target[(request.Target.LastIndexOf('/') + 1)..];
        return TestRequest.Read(Convert.FromBase64String(Uri.UnescapeDataString(name)));
    }
}
