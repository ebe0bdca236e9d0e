//! One event socket: reads frames into the record, sends text; knows nothing of events.

use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use reqwest::Url;
use reqwest::header::HeaderValue;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::record::{Entry, Frame, Record};
use crate::stage::{PATIENCE, Run, Stuck, stuck};
use crate::{Server, raw};

/// An open socket.
#[derive(Debug)]
pub(crate) struct Socket {
    sink: SplitSink<WebSocketStream<TcpStream>, Message>,
    reader: JoinHandle<()>,
}

impl Socket {
    pub(crate) async fn open(
        name: &str,
        server: &Server,
        mut url: Url,
        record: Record,
    ) -> Result<Self, Stuck> {
        url.set_scheme("ws").map_err(|()| stuck("no socket", &url))?;
        let mut request =
            url.as_str().into_client_request().map_err(|it| stuck("no socket", it))?;
        let value = HeaderValue::from_str(&raw::authorization(server));
        let value = value.map_err(|it| stuck("no header", it))?;
        request.headers_mut().insert("authorization", value);
        let address = server.url.trim_start_matches("http://");
        let stream = TcpStream::connect(address).await.map_err(|it| stuck("no socket", it))?;
        let opened = client_async(request, stream).await;
        let (stream, _) = opened.map_err(|it| stuck("no socket", it))?;
        let (sink, mut stream) = stream.split();
        let name = name.to_owned();
        let reader = tokio::spawn(async move {
            loop {
                match stream.next().await {
                    Some(Ok(Message::Text(text))) => {
                        record.add(Entry::Frame(Frame::new(&name, text.as_str().to_owned())));
                    }
                    Some(Ok(Message::Close(frame))) => {
                        let code = frame.map_or(0, |it| u16::from(it.code));
                        record.add(Entry::Note(format!("{name} is closed with {code}")));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => break,
                }
            }
        });
        Ok(Self { sink, reader })
    }

    pub(crate) async fn send(&mut self, text: &str) -> Run {
        let text = Message::Text(Utf8Bytes::from(text));
        self.sink.send(text).await.map_err(|it| stuck("not sent", it))
    }

    pub(crate) async fn close(mut self) -> Run {
        self.sink.send(Message::Close(None)).await.map_err(|it| stuck("not closed", it))?;
        let end = tokio::time::timeout(PATIENCE, &mut self.reader).await;
        end.map(drop).map_err(|it| stuck("the socket does not end", it))
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.reader.abort();
    }
}
