package main

import (
	stdtls "crypto/tls"
	stdx509 "crypto/x509"
	"net"
	"time"

	"github.com/siderolabs/crypto/x509"
	clientconfig "github.com/siderolabs/talos/pkg/machinery/client/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/role"
	"google.golang.org/grpc/credentials"
)

// certificates makes a cluster's secrets, a server certificate and a stock talosconfig for a reader, all with Talos' own generators.
func certificates(endpoint string) (credentials.TransportCredentials, string, error) {
	bundle, err := secrets.NewBundle(secrets.NewClock(), nil)
	if err != nil {
		return nil, "", err
	}

	ca, err := x509.NewCertificateAuthorityFromCertificateAndKey(bundle.Certs.OS)
	if err != nil {
		return nil, "", err
	}

	pair, err := x509.NewKeyPair(ca,
		x509.CommonName("conformance"),
		x509.IPAddresses([]net.IP{net.IPv4(127, 0, 0, 1)}),
		x509.NotAfter(time.Now().Add(time.Hour)),
		x509.KeyUsage(stdx509.KeyUsageDigitalSignature),
		x509.ExtKeyUsage([]stdx509.ExtKeyUsage{stdx509.ExtKeyUsageServerAuth}),
	)
	if err != nil {
		return nil, "", err
	}

	client, err := bundle.GenerateTalosAPIClientCertificate(role.MakeSet(role.Reader))
	if err != nil {
		return nil, "", err
	}

	talosconfig, err := clientconfig.NewConfig("conformance", []string{endpoint}, bundle.Certs.OS.Crt, client).Bytes()
	if err != nil {
		return nil, "", err
	}

	trusted := stdx509.NewCertPool()
	trusted.AppendCertsFromPEM(bundle.Certs.OS.Crt)

	return credentials.NewTLS(&stdtls.Config{
		Certificates: []stdtls.Certificate{*pair.Certificate},
		ClientCAs:    trusted,
		ClientAuth:   stdtls.RequireAndVerifyClientCert,
		MinVersion:   stdtls.VersionTLS12,
	}), string(talosconfig), nil
}
