using System.Text;
using Staple32.Retrieval;

namespace Staple32.Tests.Chains;

/// <summary>Answers what it is told to, and remembers what it was asked. Applies the limits of a request as the real one does.</summary>
internal sealed class ScriptedFetcher : IObjectFetcher
{
    private readonly Dictionary<string, byte[]> _objects = [];

    public List<FetchRequest> Requests { get; } = [];

    public IEnumerable<string> Urls => Requests.Select(request => request.Url.AbsoluteUri);

    public ScriptedFetcher With(string url, byte[] body)
    {
        _objects[url] = body;
        return this;
    }

    public ScriptedFetcher With(string url, params TestCertificate[] certificates) =>
        With(url, certificates.Length == 1 ? certificates[0].Certificate.Encoded.ToArray() : Pem(certificates));

    public FetchedObject Fetch(FetchRequest request)
    {
        Requests.Add(request);
        if (!_objects.TryGetValue(request.Url.AbsoluteUri, out byte[]? body) || request.CacheOnly)
            return new FetchedObject(null, TransportFailure.Other, TestPki.Now, "not there");
        if (body.Length > request.MaxBytes || request.IsUsable?.Invoke(body) == false)
            return new FetchedObject(null, TransportFailure.Other, TestPki.Now, "of no use");
        return new FetchedObject(body, TransportFailure.None, TestPki.Now, "");
    }

    public static byte[] Pem(params TestCertificate[] certificates)
    {
        var text = new StringBuilder();
        foreach (TestCertificate certificate in certificates)
            text.Append(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", certificate.Certificate.Encoded.Span)).Append('\n');
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
