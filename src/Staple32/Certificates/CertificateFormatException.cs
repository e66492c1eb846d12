namespace Staple32.Certificates;

/// <summary>A certificate, or one of its extensions, is not what RFC 5280 allows. The message says what and where.</summary>
public sealed class CertificateFormatException : Exception
{
    public CertificateFormatException()
    {
    }

    public CertificateFormatException(string message)
        : base(message)
    {
    }

    public CertificateFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
